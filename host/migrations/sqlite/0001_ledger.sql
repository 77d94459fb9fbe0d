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

-- Marks the file as odlm's ('ODLM'), so that another program's database is refused instead of being filled with tables.
PRAGMA application_id = 1329876045;

-- One row a run, written before the run asks Odoo or a strategy anything.
CREATE TABLE runs (
    -- Never used twice, also after the newest run was deleted: people quote run numbers.
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Which Odoo: URL and database, no credentials.
    odoo             TEXT    NOT NULL,
    campaign         TEXT    NOT NULL,
    dry_run          INTEGER NOT NULL CHECK (dry_run IN (0, 1)),
    strategy_now_s   INTEGER NOT NULL,
    seed             INTEGER NOT NULL,
    config_digest    TEXT    NOT NULL,
    -- `running` until the run ends. A killed run stays `running`.
    status           TEXT    NOT NULL,
    began_ms         INTEGER NOT NULL,
    -- When the plan was recorded; a run has one plan.
    planned_ms       INTEGER,
    -- What the strategy wants to find at its next run: kept in `memories` when the plan is applied.
    planned_memory   BLOB,
    ended_ms         INTEGER,
    -- All three are set, or none.
    strategy_name    TEXT,
    strategy_version TEXT,
    strategy_digest  TEXT,
    -- Instructions that the strategy used, by wasmtime's count.
    fuel             INTEGER,
    -- Counts of leads. All of these are set when `ended_ms` is.
    found            INTEGER,
    eligible         INTEGER,
    planned          INTEGER,
    assigned         INTEGER,
    conflicts        INTEGER,
    refused          INTEGER,
    unknown          INTEGER,
    rpc_calls        INTEGER,
    rpc_seconds      REAL,
    seconds          REAL,
    -- What went wrong, in one sentence without personal data.
    error            TEXT
) STRICT;

-- The question before every live run: is there an unfinished one of this campaign?
CREATE INDEX runs_by_campaign ON runs (odoo, campaign, status);

-- The people of a run and their numbers: as planned first, as they came out when the run has ended.
CREATE TABLE run_people (
    run_id   INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    -- The order in which they were recorded, from 0.
    position INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    level    TEXT    NOT NULL,
    -- Leads: the target, the most accepted, owned before, received, owned after.
    target   INTEGER NOT NULL,
    room     INTEGER NOT NULL,
    before   INTEGER NOT NULL,
    received INTEGER NOT NULL,
    after    INTEGER NOT NULL,
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

-- The funnel of a run that has a plan: how many leads came to each filter, how many passed.
CREATE TABLE run_funnel (
    run_id   INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    filter   TEXT    NOT NULL,
    before   INTEGER NOT NULL,
    after    INTEGER NOT NULL,
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

-- The sentences of a run, each once: a few of them stand for thousands of decisions.
CREATE TABLE run_reasons (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    -- Counted from 0, in the order of first use.
    number INTEGER NOT NULL,
    text   TEXT    NOT NULL,
    PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

-- One row for each lead of a run, also for those left out. The key is what every change of state looks up.
CREATE TABLE decisions (
    run_id     INTEGER NOT NULL,
    lead_id    INTEGER NOT NULL,
    -- The order in which they were recorded, from 0.
    position   INTEGER NOT NULL,
    -- Owner and team when the lead was read: what `undo` gives back.
    from_user  INTEGER,
    from_team  INTEGER,
    -- Owner and team to be written.
    to_user    INTEGER,
    to_team    INTEGER,
    reason     INTEGER NOT NULL,
    -- Odoo's `write_date` when the lead was read, as Odoo spells it.
    write_date TEXT    NOT NULL,
    -- `intent` stands here before the write is sent: whatever kills the run, what may have been written is known.
    state      TEXT    NOT NULL,
    -- What Odoo said when it refused, or what changed in a conflict.
    detail     TEXT,
    PRIMARY KEY (run_id, lead_id),
    FOREIGN KEY (run_id, reason) REFERENCES run_reasons (run_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What a fair share would have given, less what was received, over all applied runs. Above 0: owed.
CREATE TABLE credits (
    odoo     TEXT    NOT NULL,
    campaign TEXT    NOT NULL,
    user_id  INTEGER NOT NULL,
    -- In leads.
    credit   REAL    NOT NULL,
    PRIMARY KEY (odoo, campaign, user_id)
) STRICT, WITHOUT ROWID;

-- What the last applied plan of a campaign and strategy left for the next. Has a rowid, as the values may be large.
CREATE TABLE memories (
    odoo     TEXT NOT NULL,
    campaign TEXT NOT NULL,
    strategy TEXT NOT NULL,
    memory   BLOB NOT NULL,
    PRIMARY KEY (odoo, campaign, strategy)
) STRICT;

-- Who may write for a campaign of an Odoo. The row stays when the lease is given up, so that tokens never repeat.
CREATE TABLE leases (
    odoo     TEXT    NOT NULL,
    campaign TEXT    NOT NULL,
    -- Whoever took it last, in words for the operator.
    holder   TEXT    NOT NULL,
    -- Counts the acquisitions: a holder whose token is not this one has lost the lease.
    token    INTEGER NOT NULL,
    -- Free from then on.
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (odoo, campaign)
) STRICT, WITHOUT ROWID;
