-- Who of the salespeople's source took no part in a run, and why. A name and a sentence: no mail address, no telephone number.
CREATE TABLE run_people_left_out (
    run_id   BIGINT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    -- The order in which they were recorded, from 0.
    position BIGINT NOT NULL,
    name     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (run_id, position)
);
