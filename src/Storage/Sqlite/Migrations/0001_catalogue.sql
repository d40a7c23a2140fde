-- Ids are UUID v7 in their 16 bytes, big-endian, so that their order is the order of creation.
-- Hashes and node ids are their 32 bytes. Times are UTC in ticks of 100 ns since 0001-01-01.

PRAGMA application_id = 0x534E4454;

CREATE TABLE artists (
    id   BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE albums (
    id             BLOB    NOT NULL PRIMARY KEY,
    artist_id      BLOB    NOT NULL REFERENCES artists (id),
    title          TEXT    NOT NULL,
    cover_hash     BLOB,
    cover_is_local INTEGER NOT NULL CHECK (cover_is_local IN (0, 1)),
    UNIQUE (artist_id, title)
) STRICT, WITHOUT ROWID;

-- With a rowid, so that the index on id stays narrow: pages far down the list are found by walking it.
CREATE TABLE tracks (
    id              BLOB    NOT NULL UNIQUE,
    hash            BLOB    NOT NULL UNIQUE,
    is_local        INTEGER NOT NULL CHECK (is_local IN (0, 1)),
    file_size       INTEGER NOT NULL,
    title           TEXT    NOT NULL,
    artist_id       BLOB    NOT NULL REFERENCES artists (id),
    album_artist_id BLOB             REFERENCES artists (id),
    album_id        BLOB             REFERENCES albums (id),
    duration_secs   REAL    NOT NULL,
    format          TEXT    NOT NULL,
    genre           TEXT,
    year            INTEGER,
    track_number    INTEGER,
    disc_number     INTEGER,
    bitrate         INTEGER,
    sample_rate     INTEGER,
    cover_hash      BLOB,
    created_at      INTEGER NOT NULL
) STRICT;

CREATE INDEX tracks_local ON tracks (id) WHERE is_local = 1;
CREATE INDEX tracks_of_artist ON tracks (artist_id);
CREATE INDEX tracks_of_album_artist ON tracks (album_artist_id) WHERE album_artist_id IS NOT NULL;
CREATE INDEX tracks_of_album ON tracks (album_id) WHERE album_id IS NOT NULL;

CREATE TABLE local_files (
    path        TEXT    NOT NULL PRIMARY KEY,
    hash        BLOB    NOT NULL REFERENCES tracks (hash),
    size        INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX local_files_of_track ON local_files (hash, path);

-- Kept in the order in which the holders of a track are asked: the longest known first.
CREATE TABLE copies (
    hash         BLOB    NOT NULL REFERENCES tracks (hash),
    announced_at INTEGER NOT NULL,
    id           BLOB    NOT NULL,
    node         BLOB    NOT NULL,
    format       TEXT    NOT NULL,
    file_size    INTEGER NOT NULL,
    bitrate      INTEGER,
    sample_rate  INTEGER,
    PRIMARY KEY (hash, announced_at, id),
    UNIQUE (node, hash)
) STRICT, WITHOUT ROWID;

-- Every Pong says how many tracks there are: the numbers are kept, not counted. One row.
CREATE TABLE totals (
    only_row      INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    local_tracks  INTEGER NOT NULL,
    remote_tracks INTEGER NOT NULL,
    albums        INTEGER NOT NULL,
    artists       INTEGER NOT NULL
) STRICT;

INSERT INTO totals (only_row, local_tracks, remote_tracks, albums, artists) VALUES (1, 0, 0, 0, 0);

CREATE TRIGGER track_added AFTER INSERT ON tracks BEGIN
    UPDATE totals SET local_tracks = local_tracks + NEW.is_local, remote_tracks = remote_tracks + 1 - NEW.is_local;
END;

CREATE TRIGGER track_removed AFTER DELETE ON tracks BEGIN
    UPDATE totals SET local_tracks = local_tracks - OLD.is_local, remote_tracks = remote_tracks - 1 + OLD.is_local;
END;

CREATE TRIGGER track_changed_sides AFTER UPDATE OF is_local ON tracks WHEN NEW.is_local <> OLD.is_local BEGIN
    UPDATE totals SET local_tracks = local_tracks + NEW.is_local - OLD.is_local, remote_tracks = remote_tracks - NEW.is_local + OLD.is_local;
END;

CREATE TRIGGER album_added AFTER INSERT ON albums BEGIN
    UPDATE totals SET albums = albums + 1;
END;

CREATE TRIGGER album_removed AFTER DELETE ON albums BEGIN
    UPDATE totals SET albums = albums - 1;
END;

CREATE TRIGGER artist_added AFTER INSERT ON artists BEGIN
    UPDATE totals SET artists = artists + 1;
END;

CREATE TRIGGER artist_removed AFTER DELETE ON artists BEGIN
    UPDATE totals SET artists = artists - 1;
END;

-- How many copies each peer has announced, so that none announces without end.
CREATE TABLE copies_of_peers (
    node   BLOB    NOT NULL PRIMARY KEY,
    copies INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER copy_added AFTER INSERT ON copies BEGIN
    INSERT INTO copies_of_peers (node, copies) VALUES (NEW.node, 1) ON CONFLICT (node) DO UPDATE SET copies = copies + 1;
END;

CREATE TRIGGER copy_removed AFTER DELETE ON copies BEGIN
    UPDATE copies_of_peers SET copies = copies - 1 WHERE node = OLD.node;
END;
