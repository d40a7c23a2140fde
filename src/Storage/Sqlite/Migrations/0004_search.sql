-- How many of our own tracks have gone, or have lost words that they were found by: with the number of the last change, it tells whether what is made
-- of our own tracks is still current.
ALTER TABLE totals ADD COLUMN removals INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER local_track_removed AFTER DELETE ON tracks WHEN OLD.is_local = 1 BEGIN
    UPDATE totals SET removals = removals + 1;
END;

CREATE TRIGGER local_track_renamed AFTER UPDATE OF is_local, title, artist_id, album_id ON tracks
    WHEN OLD.is_local = 1 AND (NEW.is_local = 0 OR NEW.title <> OLD.title OR NEW.artist_id <> OLD.artist_id OR NEW.album_id IS NOT OLD.album_id) BEGIN
    UPDATE totals SET removals = removals + 1;
END;

-- What the index holds, under numbers: what was written later has a greater one. Above bit 40 lies what it is (0 a track of peers, 1 a track of ours,
-- 2 an album, 3 an artist), so that each kind is a range, and our own tracks come first where numbers go down.
CREATE TABLE search_items (
    number INTEGER NOT NULL PRIMARY KEY,
    item   BLOB    NOT NULL UNIQUE
) STRICT;

-- Their words, ready made: this tokenizer splits at spaces and leaves everything else of them as it is. Begun words of up to three letters are found
-- as fast as whole ones; others are put together from the words that begin so.
CREATE VIRTUAL TABLE search_words USING fts5 (
    title, names, content = '', contentless_delete = 1, detail = column, prefix = '1 2 3', tokenize = 'ascii'
);

CREATE TRIGGER track_unfindable AFTER DELETE ON tracks BEGIN
    DELETE FROM search_words WHERE rowid = (SELECT number FROM search_items WHERE item = OLD.id);
    DELETE FROM search_items WHERE item = OLD.id;
END;

CREATE TRIGGER album_unfindable AFTER DELETE ON albums BEGIN
    DELETE FROM search_words WHERE rowid = (SELECT number FROM search_items WHERE item = OLD.id);
    DELETE FROM search_items WHERE item = OLD.id;
END;

CREATE TRIGGER artist_unfindable AFTER DELETE ON artists BEGIN
    DELETE FROM search_words WHERE rowid = (SELECT number FROM search_items WHERE item = OLD.id);
    DELETE FROM search_items WHERE item = OLD.id;
END;

-- How far the rows of an older schema, or words of older rules, have been made findable: see SearchProgress. One row.
CREATE TABLE search_progress (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    version  INTEGER NOT NULL,
    stage    INTEGER NOT NULL,
    after    BLOB
) STRICT;

INSERT INTO search_progress (only_row, version, stage) VALUES (1, 0, 0);
