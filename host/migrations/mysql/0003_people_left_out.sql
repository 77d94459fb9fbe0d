-- Who of the salespeople's source took no part in a run, and why. A name and a sentence: no mail address, no telephone number.
CREATE TABLE run_people_left_out (
    run_id   BIGINT NOT NULL,
    -- The order in which they were recorded, from 0.
    position BIGINT NOT NULL,
    name     LONGTEXT NOT NULL,
    reason   LONGTEXT NOT NULL,
    PRIMARY KEY (run_id, position),
    FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
