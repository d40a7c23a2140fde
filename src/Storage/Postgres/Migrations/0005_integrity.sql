-- Bytes that are not those of the import any more, although size and time are: such a file is not served.
ALTER TABLE local_files ADD COLUMN is_rotten boolean NOT NULL DEFAULT false;

-- What was found wrong with files. Numbered in the order in which it was found; a subject has one finding that is open.
CREATE TABLE findings (
    number      bigint           NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    kind        integer          NOT NULL,
    subject     text COLLATE "C" NOT NULL,
    hash        bytea,
    found_at    timestamptz      NOT NULL,
    resolved_at timestamptz
);

CREATE UNIQUE INDEX findings_open ON findings (subject) WHERE resolved_at IS NULL;
CREATE INDEX findings_open_of_kind ON findings (kind) WHERE resolved_at IS NULL;
-- Who makes room for a new one, in this order.
CREATE INDEX findings_resolved ON findings (resolved_at, number) WHERE resolved_at IS NOT NULL;

-- How far the background scrub is. One row.
CREATE TABLE scrub (
    only_row         boolean          NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    round_started_at timestamptz      NOT NULL,
    round_ended_at   timestamptz,
    part             integer          NOT NULL,
    position         text COLLATE "C",
    checked          bigint           NOT NULL,
    bytes            bigint           NOT NULL,
    found            bigint           NOT NULL,
    not_reachable    bigint           NOT NULL
);
