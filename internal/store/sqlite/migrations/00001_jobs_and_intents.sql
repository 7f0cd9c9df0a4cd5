-- +goose Up

-- Durable work. A claimed job is an open one whose due_at has been moved to
-- the end of a lease that token proves; when the lease runs out, the job is due.
CREATE TABLE jobs (
    id          INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused
    kind        TEXT    NOT NULL,
    project     TEXT    NOT NULL,
    key         TEXT    NOT NULL,           -- '' for none
    payload     BLOB,
    state       TEXT    NOT NULL CHECK (state IN ('open', 'done', 'dead')),
    due_at      INTEGER NOT NULL,
    again_at    INTEGER,                    -- enqueued once more while leased
    token       TEXT    NOT NULL,           -- '' while not leased
    attempt     INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    enqueued_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE state = 'open';
CREATE UNIQUE INDEX jobs_one_open ON jobs (kind, project, key) WHERE state = 'open' AND key <> '';
CREATE INDEX jobs_by_key ON jobs (kind, project, key, id) WHERE key <> '';
CREATE INDEX jobs_ended ON jobs (state, finished_at) WHERE state <> 'open';

-- Writes to the outside: what was intended and what is known of it.
CREATE TABLE intents (
    project      TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    marker       TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('ready', 'sending', 'unknown', 'done', 'refused')),
    attempts     INTEGER NOT NULL,
    recorded_at  INTEGER NOT NULL,
    attempted_at INTEGER,
    settled_at   INTEGER,
    record       TEXT    NOT NULL,
    refusal      TEXT    NOT NULL,          -- the fault's kind; '' unless refused
    detail       TEXT    NOT NULL,
    PRIMARY KEY (project, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX intents_unsettled ON intents (coalesce(attempted_at, recorded_at))
    WHERE state IN ('ready', 'sending', 'unknown');
