-- Every change of our own tracks takes the next number, so that each peer can be told what it does not know yet.
ALTER TABLE totals ADD COLUMN last_change INTEGER NOT NULL DEFAULT 0;

-- The number of the last change of a local track; 0 or a former one for the others.
ALTER TABLE tracks ADD COLUMN change INTEGER NOT NULL DEFAULT 0;

UPDATE tracks SET change = numbered.change
  FROM (SELECT rowid AS track, row_number() OVER (ORDER BY id) AS change FROM tracks WHERE is_local = 1) numbered
 WHERE tracks.rowid = numbered.track;

UPDATE totals SET last_change = (SELECT ifnull(max(change), 0) FROM tracks);

DROP INDEX tracks_local;

CREATE UNIQUE INDEX tracks_changed ON tracks (change) WHERE is_local = 1;

-- The first builds with schema 1 did not count the copies of each peer yet.
CREATE TABLE IF NOT EXISTS copies_of_peers (
    node   BLOB    NOT NULL PRIMARY KEY,
    copies INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO copies_of_peers (node, copies) SELECT node, count(*) FROM copies WHERE true GROUP BY node
    ON CONFLICT (node) DO UPDATE SET copies = excluded.copies;
CREATE TRIGGER IF NOT EXISTS copy_added AFTER INSERT ON copies BEGIN
    INSERT INTO copies_of_peers (node, copies) VALUES (NEW.node, 1) ON CONFLICT (node) DO UPDATE SET copies = copies + 1;
END;

-- A peer without copies needs no row.
DROP TRIGGER IF EXISTS copy_removed;
CREATE TRIGGER copy_removed AFTER DELETE ON copies BEGIN
    UPDATE copies_of_peers SET copies = copies - 1 WHERE node = OLD.node;
    DELETE FROM copies_of_peers WHERE node = OLD.node AND copies = 0;
END;
DELETE FROM copies_of_peers WHERE copies = 0;

-- Covers that peers name are fetched: where the file lies, relative to the folder of covers, or when it is tried next.
ALTER TABLE albums ADD COLUMN cover_file TEXT;
ALTER TABLE albums ADD COLUMN cover_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE albums ADD COLUMN cover_next_try INTEGER;

UPDATE albums SET cover_next_try = 0 WHERE cover_hash IS NOT NULL AND cover_is_local = 0;

CREATE INDEX albums_wanting_cover ON albums (cover_next_try) WHERE cover_next_try IS NOT NULL;
CREATE INDEX albums_of_cover ON albums (cover_hash) WHERE cover_is_local = 0 AND cover_hash IS NOT NULL;

-- Which tracks of an album name its cover must not need a walk over all of them.
DROP INDEX tracks_of_album;
CREATE INDEX tracks_of_album ON tracks (album_id, cover_hash) WHERE album_id IS NOT NULL;
