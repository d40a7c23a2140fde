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
