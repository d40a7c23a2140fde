-- Ids are UUID v7: their order is the order of creation. Hashes and node ids are their 32 bytes. Text that is unique or ordered compares by its
-- bytes (COLLATE "C"), whatever the locale of the database is: so it does in SQLite.

CREATE TABLE artists (
    id   uuid             NOT NULL PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE albums (
    id             uuid             NOT NULL PRIMARY KEY,
    artist_id      uuid             NOT NULL REFERENCES artists (id),
    title          text COLLATE "C" NOT NULL,
    cover_hash     bytea,
    cover_is_local boolean          NOT NULL,
    -- Where the picture that a peer named lies, once it is here; how often it was asked for in vain; when it is asked for next (null: never).
    cover_file     text,
    cover_tries    integer          NOT NULL DEFAULT 0,
    cover_due      timestamptz,
    UNIQUE (artist_id, title)
);

CREATE INDEX albums_with_cover_due ON albums (cover_due) WHERE cover_due IS NOT NULL;

CREATE TABLE tracks (
    id              uuid        NOT NULL PRIMARY KEY,
    hash            bytea       NOT NULL UNIQUE,
    is_local        boolean     NOT NULL,
    file_size       bigint      NOT NULL,
    title           text        NOT NULL,
    artist_id       uuid        NOT NULL REFERENCES artists (id),
    album_artist_id uuid                 REFERENCES artists (id),
    album_id        uuid                 REFERENCES albums (id),
    duration_secs   real        NOT NULL,
    format          text        NOT NULL,
    genre           text,
    year            smallint,
    track_number    smallint,
    disc_number     smallint,
    bitrate         integer,
    sample_rate     integer,
    cover_hash      bytea,
    created_at      timestamptz NOT NULL,
    -- The number of its last change while it was local.
    change          bigint
);

CREATE INDEX tracks_of_artist ON tracks (artist_id);
CREATE INDEX tracks_of_album_artist ON tracks (album_artist_id) WHERE album_artist_id IS NOT NULL;
CREATE INDEX tracks_of_album ON tracks (album_id) WHERE album_id IS NOT NULL;
CREATE UNIQUE INDEX tracks_changed ON tracks (change) WHERE is_local;

-- The time is in ticks of 100 ns since 0001-01-01, as SQLite has it: it is compared with what the file system says, to the last digit.
CREATE TABLE local_files (
    path        text COLLATE "C" NOT NULL PRIMARY KEY,
    hash        bytea            NOT NULL REFERENCES tracks (hash),
    size        bigint           NOT NULL,
    modified_at bigint           NOT NULL
);

CREATE INDEX local_files_of_track ON local_files (hash, path);

-- The key is the order in which the holders of a track are asked: the longest known first.
CREATE TABLE copies (
    hash         bytea       NOT NULL REFERENCES tracks (hash),
    announced_at timestamptz NOT NULL,
    id           uuid        NOT NULL,
    node         bytea       NOT NULL,
    format       text        NOT NULL,
    file_size    bigint      NOT NULL,
    bitrate      integer,
    sample_rate  integer,
    PRIMARY KEY (hash, announced_at, id),
    UNIQUE (node, hash)
);

-- The number of the last change of our own tracks. One row; it is locked until its transaction commits.
CREATE TABLE changes (
    only_row    boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    last_change bigint  NOT NULL
);

INSERT INTO changes (last_change) VALUES (0);

-- Every Pong says how many tracks there are: the numbers are kept, not counted. A transaction adds to one of the rows, by its connection, so that
-- peers whose pages arrive at the same time do not wait for each other; the sums are what counts. The pages of the table have room for new
-- versions of its rows.
CREATE TABLE totals (
    slot          integer NOT NULL PRIMARY KEY,
    local_tracks  bigint  NOT NULL DEFAULT 0,
    remote_tracks bigint  NOT NULL DEFAULT 0,
    albums        bigint  NOT NULL DEFAULT 0,
    artists       bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 25);

INSERT INTO totals (slot) SELECT generate_series(0, 63);

-- How many copies each peer has announced, so that none announces without end.
CREATE TABLE copies_of_peers (
    node   bytea  NOT NULL PRIMARY KEY,
    copies bigint NOT NULL
) WITH (fillfactor = 50);

-- Triggers run once for each statement: "counted" are all rows that it added or removed.
CREATE FUNCTION count_tracks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign CONSTANT bigint := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    UPDATE totals SET local_tracks = local_tracks + sign * number.local, remote_tracks = remote_tracks + sign * number.remote
      FROM (SELECT count(*) FILTER (WHERE is_local) AS local, count(*) FILTER (WHERE NOT is_local) AS remote FROM counted) number
     WHERE slot = pg_backend_pid() % 64 AND number.local + number.remote > 0;
    RETURN NULL;
END $$;

CREATE FUNCTION count_track_that_changed_sides() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign CONSTANT bigint := CASE WHEN NEW.is_local THEN 1 ELSE -1 END;
BEGIN
    UPDATE totals SET local_tracks = local_tracks + sign, remote_tracks = remote_tracks - sign WHERE slot = pg_backend_pid() % 64;
    RETURN NULL;
END $$;

CREATE FUNCTION count_albums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    number CONSTANT bigint := (SELECT count(*) FROM counted) * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    UPDATE totals SET albums = albums + number WHERE slot = pg_backend_pid() % 64 AND number <> 0;
    RETURN NULL;
END $$;

CREATE FUNCTION count_artists() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    number CONSTANT bigint := (SELECT count(*) FROM counted) * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    UPDATE totals SET artists = artists + number WHERE slot = pg_backend_pid() % 64 AND number <> 0;
    RETURN NULL;
END $$;

CREATE FUNCTION count_copies() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign CONSTANT bigint := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    INSERT INTO copies_of_peers AS known (node, copies) SELECT node, sign * count(*) FROM counted GROUP BY node ORDER BY node
        ON CONFLICT (node) DO UPDATE SET copies = known.copies + excluded.copies;
    RETURN NULL;
END $$;

CREATE TRIGGER tracks_added AFTER INSERT ON tracks
    REFERENCING NEW TABLE AS counted FOR EACH STATEMENT EXECUTE FUNCTION count_tracks();
CREATE TRIGGER tracks_removed AFTER DELETE ON tracks
    REFERENCING OLD TABLE AS counted FOR EACH STATEMENT EXECUTE FUNCTION count_tracks();
CREATE TRIGGER track_changed_sides AFTER UPDATE OF is_local ON tracks
    FOR EACH ROW WHEN (NEW.is_local <> OLD.is_local) EXECUTE FUNCTION count_track_that_changed_sides();
CREATE TRIGGER albums_added AFTER INSERT ON albums
    REFERENCING NEW TABLE AS counted FOR EACH STATEMENT EXECUTE FUNCTION count_albums();
CREATE TRIGGER albums_removed AFTER DELETE ON albums
    REFERENCING OLD TABLE AS counted FOR EACH STATEMENT EXECUTE FUNCTION count_albums();
CREATE TRIGGER artists_added AFTER INSERT ON artists
    REFERENCING NEW TABLE AS counted FOR EACH STATEMENT EXECUTE FUNCTION count_artists();
CREATE TRIGGER artists_removed AFTER DELETE ON artists
    REFERENCING OLD TABLE AS counted FOR EACH STATEMENT EXECUTE FUNCTION count_artists();
CREATE TRIGGER copies_added AFTER INSERT ON copies
    REFERENCING NEW TABLE AS counted FOR EACH STATEMENT EXECUTE FUNCTION count_copies();
CREATE TRIGGER copies_removed AFTER DELETE ON copies
    REFERENCING OLD TABLE AS counted FOR EACH STATEMENT EXECUTE FUNCTION count_copies();
