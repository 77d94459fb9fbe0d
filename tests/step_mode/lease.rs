//! Whoever ponders holds the lease; whoever lost it writes nothing.

use std::time::Duration;

use async_trait::async_trait;
use odlm::apply::Stop;
use odlm::config::source::Environment;
use odlm::config::{Overrides, load};
use odlm::domain::run::Status;
use odlm::error::Error;
use odlm::ledger::{LeaseKey, Ledger, LedgerError};
use odlm::pipeline::{self, Job, PlanView, Progress, Step, Steps, Verdict};

use super::screens;
use super::terminal::{ENTER, Terminal, USUAL};

#[tokio::test(flavor = "multi_thread")]
async fn lost_while_pondering_it_ends_the_run_without_an_answer() {
    let rig = screens::rig().await;
    let before = rig.snapshot();
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.go_to(5);
    rig.take_lease_away().await;
    assert_eq!(terminal.end(), 7);
    assert_eq!((rig.snapshot(), rig.calls("write")), (before, 0));
    let run = rig.odlm(&["runs", "show", "--json"]).await.json();
    assert_eq!((run["status"].as_str(), run["planned"].as_u64()), (Some("failed"), Some(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_at_the_answer_it_ends_the_run_too() {
    let rig = screens::rig().await;
    let before = rig.snapshot();
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.go_to(5);
    rig.take_lease_away().await;
    terminal.press(ENTER);
    assert_eq!(terminal.end(), 7);
    assert_eq!((rig.snapshot(), rig.calls("write")), (before, 0));
}

struct Silent;

impl Progress for Silent {}

/// Ponders at each step for longer than the lease lives, then sees whether another gets it.
struct Slow {
    ledger: Box<dyn Ledger>,
    key: LeaseKey,
}

/// How long the lease of the test lives without being renewed.
const LIVES: Duration = Duration::from_secs(4);

impl Slow {
    async fn ponder(&self) {
        tokio::time::sleep(LIVES * 2).await;
        let refused = self.ledger.acquire(&self.key, "another", LIVES).await;
        assert!(matches!(refused, Err(LedgerError::Held { .. })), "{refused:?}");
    }
}

#[async_trait]
impl Steps for Slow {
    fn is_on(&self) -> bool {
        true
    }

    async fn show(&self, step: Step<'_>) -> Result<bool, Error> {
        if matches!(step, Step::Application(_)) {
            self.ponder().await;
        }
        Ok(true)
    }

    async fn plan(&self, _plan: &PlanView<'_>) -> Result<Verdict, Error> {
        self.ponder().await;
        Ok(Verdict::Go)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn held_for_as_long_as_somebody_ponders() {
    let rig = screens::rig().await;
    let environment = Environment::from_pairs(rig.sandbox.connection_env());
    let mut config = load(&rig.path("odlm.yaml"), &environment, &Overrides::default()).unwrap();
    config.execution.lease = LIVES;
    let (host, ledger) = (pipeline::host().unwrap(), odlm::ledger::open(&config.ledger).await.unwrap());
    let key = LeaseKey { odoo: config.connection.identity(), campaign: config.campaign.clone() };
    let slow = Slow { ledger: odlm::ledger::open(&config.ledger).await.unwrap(), key };
    let stop = Stop::default();
    let job = Job {
        config: &config,
        host: &host,
        ledger: &*ledger,
        progress: &Silent,
        steps: &slow,
        stop: &stop,
        figures: false,
        exports: None,
    };
    let (_, outcome) = pipeline::run(&job).await;
    assert_eq!(outcome.unwrap(), Status::Complete);
    ledger.close().await;
    slow.ledger.close().await;
}
