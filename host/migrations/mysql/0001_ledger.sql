-- The ledger, first form: what every run was to do, what became of it, and what fairness carries from one run to the next.
--
-- A migration that was released is never edited: its checksum is kept in every ledger, a changed one is refused. Add a new file.
--
-- Rules of all tables:
--   * Times are whole milliseconds since 1970-01-01 UTC, in columns that end in `_ms`: they sort and compare without parsing,
--     and are the same type in every database. `strategy_now_s` alone is in seconds, as it is an input that the strategy saw.
--   * Ids of Odoo are whole numbers above 0.
--   * States and statuses are kept by name. They have no CHECK: SQLite cannot widen one without copying the table, and the
--     program refuses a name it does not know when it reads.
--   * Of a person only the id, the name and the level are kept; of a lead its id. No mail address, no telephone number.

-- One row a run, written before the run asks Odoo or a strategy anything.
CREATE TABLE runs (
    -- Never used twice, also after the newest run was deleted: people quote run numbers.
    id               BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    -- Which Odoo: URL and database, no credentials.
    odoo             VARCHAR(255) NOT NULL,
    campaign         VARCHAR(255) NOT NULL,
    dry_run          BIGINT NOT NULL CHECK (dry_run IN (0, 1)),
    strategy_now_s   BIGINT NOT NULL,
    seed             BIGINT NOT NULL,
    config_digest    LONGTEXT NOT NULL,
    -- `running` until the run ends. A killed run stays `running`.
    status           VARCHAR(255) NOT NULL,
    began_ms         BIGINT NOT NULL,
    -- When the plan was recorded; a run has one plan.
    planned_ms       BIGINT,
    -- What the strategy wants to find at its next run: kept in `memories` when the plan is applied.
    planned_memory   LONGBLOB,
    ended_ms         BIGINT,
    -- All three are set, or none.
    strategy_name    LONGTEXT,
    strategy_version LONGTEXT,
    strategy_digest  LONGTEXT,
    -- Instructions that the strategy used, by wasmtime's count.
    fuel             BIGINT,
    -- Counts of leads. All of these are set when `ended_ms` is.
    found            BIGINT,
    eligible         BIGINT,
    planned          BIGINT,
    assigned         BIGINT,
    conflicts        BIGINT,
    refused          BIGINT,
    unknown          BIGINT,
    rpc_calls        BIGINT,
    rpc_seconds      DOUBLE,
    seconds          DOUBLE,
    -- What went wrong, in one sentence without personal data.
    error            LONGTEXT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The question before every live run: is there an unfinished one of this campaign?
CREATE INDEX runs_by_campaign ON runs (odoo, campaign, status);

-- The people of a run and their numbers: as planned first, as they came out when the run has ended.
CREATE TABLE run_people (
    run_id   BIGINT NOT NULL,
    -- The order in which they were recorded, from 0.
    position BIGINT NOT NULL,
    user_id  BIGINT NOT NULL,
    name     LONGTEXT NOT NULL,
    level    LONGTEXT NOT NULL,
    -- Leads: the target, the most accepted, owned before, received, owned after.
    target   BIGINT NOT NULL,
    room     BIGINT NOT NULL,
    "before" BIGINT NOT NULL,
    received BIGINT NOT NULL,
    "after" BIGINT NOT NULL,
    PRIMARY KEY (run_id, position),
    FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The funnel of a run that has a plan: how many leads came to each filter, how many passed.
CREATE TABLE run_funnel (
    run_id   BIGINT NOT NULL,
    position BIGINT NOT NULL,
    filter   LONGTEXT NOT NULL,
    "before" BIGINT NOT NULL,
    "after" BIGINT NOT NULL,
    PRIMARY KEY (run_id, position),
    FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The sentences of a run, each once: a few of them stand for thousands of decisions.
CREATE TABLE run_reasons (
    run_id BIGINT NOT NULL,
    -- Counted from 0, in the order of first use.
    number BIGINT NOT NULL,
    text   LONGTEXT NOT NULL,
    PRIMARY KEY (run_id, number),
    FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One row for each lead of a run, also for those left out. The key is what every change of state looks up.
CREATE TABLE decisions (
    run_id     BIGINT NOT NULL,
    lead_id    BIGINT NOT NULL,
    -- The order in which they were recorded, from 0.
    position   BIGINT NOT NULL,
    -- Owner and team when the lead was read: what `undo` gives back.
    from_user  BIGINT,
    from_team  BIGINT,
    -- Owner and team to be written.
    to_user    BIGINT,
    to_team    BIGINT,
    reason     BIGINT NOT NULL,
    -- Odoo's `write_date` when the lead was read, as Odoo spells it.
    write_date LONGTEXT NOT NULL,
    -- `intent` stands here before the write is sent: whatever kills the run, what may have been written is known.
    state      LONGTEXT NOT NULL,
    -- What Odoo said when it refused, or what changed in a conflict.
    detail     LONGTEXT,
    PRIMARY KEY (run_id, lead_id),
    FOREIGN KEY (run_id, reason) REFERENCES run_reasons (run_id, number) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a fair share would have given, less what was received, over all applied runs. Above 0: owed.
CREATE TABLE credits (
    odoo     VARCHAR(255) NOT NULL,
    campaign VARCHAR(255) NOT NULL,
    user_id  BIGINT NOT NULL,
    -- In leads.
    credit   DOUBLE NOT NULL,
    PRIMARY KEY (odoo, campaign, user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What the last applied plan of a campaign and strategy left for the next.
CREATE TABLE memories (
    odoo     VARCHAR(255) NOT NULL,
    campaign VARCHAR(255) NOT NULL,
    strategy VARCHAR(255) NOT NULL,
    memory   LONGBLOB NOT NULL,
    PRIMARY KEY (odoo, campaign, strategy)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Who may write for a campaign of an Odoo. The row stays when the lease is given up, so that tokens never repeat.
CREATE TABLE leases (
    odoo     VARCHAR(255) NOT NULL,
    campaign VARCHAR(255) NOT NULL,
    -- Whoever took it last, in words for the operator.
    holder   LONGTEXT NOT NULL,
    -- Counts the acquisitions: a holder whose token is not this one has lost the lease.
    token    BIGINT NOT NULL,
    -- Free from then on.
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (odoo, campaign)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
