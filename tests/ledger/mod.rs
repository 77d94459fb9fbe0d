//! The ledger, held to what a run relies on. `behaviour` speaks to `dyn Ledger` alone and runs on every database that has a stand;
//! the rest is about one database: its file, its processes.

mod behaviour;
mod same_rows;
mod samples;
mod schemas;
pub(crate) mod server;
mod server_runs;
mod server_tls;
mod server_trouble;
mod sqlite_damage;
mod sqlite_file;
mod sqlite_processes;
mod stand;

/// The whole behaviour suite on one database: a module with one test for each behaviour.
macro_rules! behaves {
    ($database:ident, $stand:path) => {
        mod $database {
            behaves!(@tests $stand,
                lifecycle { begun_planned_written_ended, dry_run, empty_run, newest_first, steps_out_of_turn, numbers_that_do_not_fit },
                decisions { every_state_comes_back, every_status_comes_back, unicode, fifty_thousand, long_details_are_cut },
                safety { dropped_in_the_middle, an_interrupted_run_ends_later, a_failing_call_leaves_nothing, readers_see_whole_plans },
                fairness { kept_apart, replaced_by_name, only_kept_with_the_end, received_is_counted_by_person },
                requests { come_back_in_their_order, only_the_latest_are_kept },
                leases { one_of_many_wins, kept_apart, taken_over_when_run_out, renewed, lost, given_up },
            );
        }
    };
    (@tests $stand:path, $($part:ident { $($name:ident),* $(,)? },)*) => {
        $(mod $part {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let stand = $stand();
                crate::ledger::behaviour::$part::$name(&stand).await;
            })*
        })*
    };
}

behaves!(sqlite, crate::ledger::stand::SqliteStand::new);
behaves!(mysql, crate::ledger::server::mysql);
behaves!(postgres, crate::ledger::server::postgres);
