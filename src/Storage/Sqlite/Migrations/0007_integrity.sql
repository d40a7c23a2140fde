-- Bytes that are not those of the import any more, although size and time are: such a file is not served.
ALTER TABLE local_files ADD COLUMN is_rotten INTEGER NOT NULL DEFAULT 0 CHECK (is_rotten IN (0, 1));

-- What was found wrong with files. Numbered in the order in which it was found; a subject has one finding that is open.
CREATE TABLE findings (
    number      INTEGER NOT NULL PRIMARY KEY,
    kind        INTEGER NOT NULL,
    subject     TEXT    NOT NULL,
    hash        BLOB,
    found_at    INTEGER NOT NULL,
    resolved_at INTEGER
) STRICT;

CREATE UNIQUE INDEX findings_open ON findings (subject) WHERE resolved_at IS NULL;
CREATE INDEX findings_open_of_kind ON findings (kind) WHERE resolved_at IS NULL;
-- Who makes room for a new one, in this order.
CREATE INDEX findings_resolved ON findings (resolved_at, number) WHERE resolved_at IS NOT NULL;

-- How far the background scrub is. One row.
CREATE TABLE scrub (
    only_row         INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    round_started_at INTEGER NOT NULL,
    round_ended_at   INTEGER,
    part             INTEGER NOT NULL,
    position         TEXT,
    checked          INTEGER NOT NULL,
    bytes            INTEGER NOT NULL,
    found            INTEGER NOT NULL,
    not_reachable    INTEGER NOT NULL
) STRICT;
