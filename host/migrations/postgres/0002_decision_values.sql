-- What a run writes beside owner and team, and which of its leads were old ones with a fixed person.
--
-- Both stand once a run, as reasons do: a few of them serve thousands of decisions.

-- Values of further fields, each set once: a JSON object as Odoo takes it.
CREATE TABLE run_values (
    run_id BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    -- Counted from 0, in the order of first use.
    number BIGINT NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (run_id, number)
);

-- Where the old leads of a run go: a campaign and its person, each pair once.
CREATE TABLE run_dropback (
    run_id   BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    number   BIGINT NOT NULL,
    campaign TEXT NOT NULL,
    -- The person's name; none where old leads are only counted.
    person   TEXT,
    PRIMARY KEY (run_id, number)
);

-- Number in `run_values`; none where nothing more is written.
ALTER TABLE decisions ADD COLUMN vals BIGINT;

-- Number in `run_dropback`; none for a lead of the distribution.
ALTER TABLE decisions ADD COLUMN dropback BIGINT;
