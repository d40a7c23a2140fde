-- Hosts are a JSON array of texts.
CREATE TABLE peers (
    node              BLOB    NOT NULL PRIMARY KEY,
    trust             INTEGER NOT NULL,
    version           TEXT,
    track_count       INTEGER,
    is_online         INTEGER NOT NULL CHECK (is_online IN (0, 1)),
    added_at          INTEGER NOT NULL,
    last_seen         INTEGER,
    last_address      TEXT,
    hosts             TEXT    NOT NULL,
    failed_deliveries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX peers_online ON peers (node) WHERE is_online = 1;

-- Who makes room for a new peer, in this order: strangers that are away.
CREATE INDEX peers_to_forget ON peers (ifnull(last_seen, added_at)) WHERE trust = 0 AND is_online = 0;

-- Apart from the peers, because a filter may take megabytes. Keys are four 64-bit numbers, big-endian.
CREATE TABLE peer_filters (
    node        BLOB    NOT NULL PRIMARY KEY REFERENCES peers (node) ON DELETE CASCADE,
    bitmap      BLOB    NOT NULL,
    num_hashes  INTEGER NOT NULL,
    keys        BLOB    NOT NULL,
    item_count  INTEGER NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

-- In the order in which they were added.
CREATE TABLE blocked_domains (
    id         BLOB    NOT NULL UNIQUE,
    domain     TEXT    NOT NULL UNIQUE,
    reason     TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE grain_states (
    name TEXT NOT NULL,
    key  TEXT NOT NULL,
    etag TEXT NOT NULL,
    json BLOB NOT NULL,
    PRIMARY KEY (name, key)
) STRICT;

CREATE TABLE reminders (
    grain_type TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    start_at   INTEGER NOT NULL,
    period     INTEGER NOT NULL,
    etag       TEXT    NOT NULL,
    PRIMARY KEY (grain_type, key, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
