-- How many of our own tracks have gone, or have lost words that they were found by: with the number of the last change, it tells whether what is made
-- of our own tracks is still current. Spread over rows as the other numbers are.
ALTER TABLE totals ADD COLUMN removals bigint NOT NULL DEFAULT 0;

CREATE FUNCTION count_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE totals SET removals = removals + 1 WHERE slot = pg_backend_pid() % 64;
    RETURN NULL;
END $$;

CREATE TRIGGER local_track_removed AFTER DELETE ON tracks
    FOR EACH ROW WHEN (OLD.is_local) EXECUTE FUNCTION count_removal();
CREATE TRIGGER local_track_renamed AFTER UPDATE OF is_local, title, artist_id, album_id ON tracks
    FOR EACH ROW WHEN (OLD.is_local AND (NOT NEW.is_local OR NEW.title <> OLD.title OR NEW.artist_id <> OLD.artist_id OR NEW.album_id IS DISTINCT FROM OLD.album_id))
    EXECUTE FUNCTION count_removal();

-- What the index holds, under numbers: what was written later has a greater one. Kinds lie apart: 0 tracks of peers, 1 tracks of ours, 2 albums, 3 artists.
CREATE SEQUENCE search_numbers;

-- The words are ready made, without positions. Beside them are terms that are no words: =word is in the title, wo* is a word that begins so (up to three
-- letters), #12.7 is the 7th block of 2^12 numbers, by which the newest are found among many.
CREATE TABLE search_words (
    kind   smallint NOT NULL,
    number bigint   NOT NULL,
    item   uuid     NOT NULL,
    words  tsvector NOT NULL,
    PRIMARY KEY (kind, number),
    UNIQUE (item, kind)
) PARTITION BY LIST (kind);

CREATE TABLE search_remote_tracks PARTITION OF search_words FOR VALUES IN (0);
CREATE TABLE search_local_tracks PARTITION OF search_words FOR VALUES IN (1);
CREATE TABLE search_albums PARTITION OF search_words FOR VALUES IN (2);
CREATE TABLE search_artists PARTITION OF search_words FOR VALUES IN (3);

-- What was added last waits in a list that every question reads from end to end, so it is kept short.
CREATE INDEX search_words_found ON search_words USING gin (words) WITH (gin_pending_list_limit = 512);

CREATE FUNCTION make_unfindable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_words USING gone WHERE search_words.item = gone.id;
    RETURN NULL;
END $$;

CREATE TRIGGER tracks_unfindable AFTER DELETE ON tracks
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION make_unfindable();
CREATE TRIGGER albums_unfindable AFTER DELETE ON albums
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION make_unfindable();
CREATE TRIGGER artists_unfindable AFTER DELETE ON artists
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION make_unfindable();

-- How far the rows of an older schema, or words of older rules, have been made findable: see SearchProgress. One row.
CREATE TABLE search_progress (
    only_row boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    version  bigint  NOT NULL,
    stage    bigint  NOT NULL,
    after    uuid
);

INSERT INTO search_progress (version, stage) VALUES (0, 0);
