CREATE TABLE peers (
    node              bytea       NOT NULL PRIMARY KEY,
    trust             integer     NOT NULL,
    version           text,
    track_count       bigint,
    is_online         boolean     NOT NULL,
    added_at          timestamptz NOT NULL,
    last_seen         timestamptz,
    last_address      text,
    hosts             text[]      NOT NULL,
    failed_deliveries integer     NOT NULL
);

CREATE INDEX peers_online ON peers (node) WHERE is_online;

-- Who makes room for a new peer, in this order: strangers that are away.
CREATE INDEX peers_to_forget ON peers (coalesce(last_seen, added_at)) WHERE trust = 0 AND NOT is_online;

-- Apart from the peers, because a filter may take megabytes. Unsigned numbers are stored as signed ones of the same bits.
CREATE TABLE peer_filters (
    node        bytea       NOT NULL PRIMARY KEY REFERENCES peers (node) ON DELETE CASCADE,
    bitmap      bytea       NOT NULL,
    num_hashes  integer     NOT NULL,
    keys        bigint[]    NOT NULL,
    item_count  bigint      NOT NULL,
    received_at timestamptz NOT NULL
);

-- Numbered in the order in which they were added.
CREATE TABLE blocked_domains (
    number     bigint           NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    id         uuid             NOT NULL UNIQUE,
    domain     text COLLATE "C" NOT NULL UNIQUE,
    reason     text,
    created_at timestamptz      NOT NULL
);

CREATE TABLE grain_states (
    name text COLLATE "C" NOT NULL,
    key  text COLLATE "C" NOT NULL,
    etag text             NOT NULL,
    json bytea            NOT NULL,
    PRIMARY KEY (name, key)
);

CREATE TABLE reminders (
    grain_type text COLLATE "C" NOT NULL,
    key        text COLLATE "C" NOT NULL,
    name       text COLLATE "C" NOT NULL,
    start_at   timestamptz      NOT NULL,
    period     interval         NOT NULL,
    etag       text             NOT NULL,
    PRIMARY KEY (grain_type, key, name)
);

CREATE TABLE settings (
    key   text COLLATE "C" NOT NULL PRIMARY KEY,
    value text             NOT NULL
);

-- Who holds a cover that is wanted.
CREATE INDEX albums_of_cover ON albums (cover_hash) WHERE NOT cover_is_local AND cover_hash IS NOT NULL;
