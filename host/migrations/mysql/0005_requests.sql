-- What the strategy was asked, to ask it or another one again.

-- All requests of a run's plan in their order, packed (host/src/ledger/pack.rs), in parts of one value each.
CREATE TABLE run_requests (
    run_id BIGINT NOT NULL,
    -- Counted from 0.
    part   BIGINT NOT NULL,
    packed LONGBLOB NOT NULL,
    PRIMARY KEY (run_id, part),
    FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
