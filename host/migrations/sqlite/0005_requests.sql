-- What the strategy was asked, to ask it or another one again.

-- All requests of a run's plan in their order, packed (host/src/ledger/pack.rs), in parts of one value each.
CREATE TABLE run_requests (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    -- Counted from 0.
    part   INTEGER NOT NULL,
    packed BLOB    NOT NULL,
    PRIMARY KEY (run_id, part)
) STRICT;
