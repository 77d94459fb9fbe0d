-- What reports count by: what leads were, what people owned by status, how even a run was.

-- Names of statuses, web sources and campaigns, each once a run.
CREATE TABLE run_labels (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    -- Counted from 0, in the order of first use.
    number INTEGER NOT NULL,
    text   TEXT    NOT NULL,
    PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

-- Numbers in `run_labels`; none where the lead had none.
ALTER TABLE decisions ADD COLUMN status_label INTEGER;
ALTER TABLE decisions ADD COLUMN source_label INTEGER;
ALTER TABLE decisions ADD COLUMN campaign_label INTEGER;

-- Counts of leads beside the funnel, like how many have a telephone number.
CREATE TABLE run_figures (
    run_id   INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    topic    TEXT    NOT NULL,
    label    TEXT    NOT NULL,
    leads    INTEGER NOT NULL,
    PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

-- Open leads of each person by status, before and after a run.
CREATE TABLE run_statuses (
    run_id   INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    -- `before` or `after`.
    moment   TEXT    NOT NULL,
    position INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    -- None where the lead has none.
    status   TEXT,
    leads    INTEGER NOT NULL,
    PRIMARY KEY (run_id, moment, position)
) STRICT, WITHOUT ROWID;

-- How even and how complete an ended run was; `docs/reports.md` has the formulas.
CREATE TABLE run_summary (
    run_id       INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    participants INTEGER NOT NULL,
    recipients   INTEGER NOT NULL,
    mean         REAL    NOT NULL,
    efficiency   REAL,
    utilisation  REAL,
    deviation    REAL,
    gini         REAL    NOT NULL,
    largest_gap  REAL    NOT NULL,
    PRIMARY KEY (run_id)
) STRICT;

-- Leads written for each person by an ended live run, old ones too: daily maxima count by it when the decisions are gone.
CREATE TABLE run_received (
    run_id  INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    leads   INTEGER NOT NULL,
    PRIMARY KEY (run_id, user_id)
) STRICT, WITHOUT ROWID;

INSERT INTO run_received (run_id, user_id, leads)
SELECT run_id, to_user, count(*) FROM decisions JOIN runs ON runs.id = run_id
WHERE dry_run = 0 AND ended_ms IS NOT NULL AND state = 'done' AND to_user IS NOT NULL GROUP BY run_id, to_user;

-- To read, for tables and charts of other programs. Times are milliseconds since 1970-01-01 UTC.
CREATE VIEW odlm_distributions AS
SELECT runs.id AS run_id, runs.odoo, runs.campaign, runs.began_ms, runs.ended_ms, runs.status, runs.dry_run,
       runs.strategy_name AS strategy, runs.found, runs.eligible, runs.planned, runs.assigned AS distributed, runs.conflicts,
       runs.refused, runs.unknown, run_summary.participants, run_summary.mean, run_summary.efficiency, run_summary.utilisation,
       run_summary.deviation, run_summary.gini, run_summary.largest_gap, runs.seconds
FROM runs LEFT JOIN run_summary ON run_summary.run_id = runs.id;

CREATE VIEW odlm_assignments AS
SELECT decisions.run_id, runs.odoo, runs.campaign, runs.strategy_name AS strategy, runs.began_ms, decisions.lead_id,
       decisions.from_user, decisions.to_user, run_people.name AS salesperson, decisions.state, run_reasons.text AS reason,
       sources.text AS source, statuses.text AS lead_status
FROM decisions
JOIN runs ON runs.id = decisions.run_id
JOIN run_reasons ON run_reasons.run_id = decisions.run_id AND run_reasons.number = decisions.reason
LEFT JOIN run_people ON run_people.run_id = decisions.run_id AND run_people.user_id = decisions.to_user
LEFT JOIN run_labels AS sources ON sources.run_id = decisions.run_id AND sources.number = decisions.source_label
LEFT JOIN run_labels AS statuses ON statuses.run_id = decisions.run_id AND statuses.number = decisions.status_label
WHERE decisions.to_user IS NOT NULL;

CREATE VIEW odlm_counts AS
SELECT run_statuses.run_id, runs.odoo, runs.campaign, runs.began_ms, run_statuses.user_id, run_people.name AS salesperson,
       run_statuses.moment, run_statuses.status, run_statuses.leads
FROM run_statuses
JOIN runs ON runs.id = run_statuses.run_id
LEFT JOIN run_people ON run_people.run_id = run_statuses.run_id AND run_people.user_id = run_statuses.user_id;
