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
