-- How fast a peer sends tracks, in bytes a second, and when it last sent a right one.
ALTER TABLE peers ADD COLUMN delivery_rate INTEGER;
ALTER TABLE peers ADD COLUMN delivered_at INTEGER;

-- How tracks that only peers hold have done: a row only where that departs from healthy, by the id of the track, in whose order they are listed. What the
-- admin took out stays out, so a row stays while its track is local (is_local is the track's), and does not count then.
CREATE TABLE track_health (
    track_id     BLOB    NOT NULL PRIMARY KEY REFERENCES tracks (id) ON DELETE CASCADE,
    is_local     INTEGER NOT NULL CHECK (is_local IN (0, 1)),
    state        INTEGER NOT NULL,
    strikes      INTEGER NOT NULL,
    is_taken_out INTEGER NOT NULL CHECK (is_taken_out IN (0, 1)),
    last_failure INTEGER,
    failed_at    INTEGER,
    recovered_at INTEGER,
    checked_at   INTEGER,
    version      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- States from 2 on are trouble; the longest unchecked come first, those that were never checked before them.
CREATE INDEX track_health_troubled ON track_health (checked_at, track_id) WHERE state >= 2 AND is_taken_out = 0 AND is_local = 0;
CREATE INDEX track_health_states ON track_health (state, track_id) WHERE state > 0 AND is_local = 0;

-- What is known against copies. It goes with its copy: a peer that announces a track again begins anew.
CREATE TABLE copy_strikes (
    hash         BLOB    NOT NULL,
    node         BLOB    NOT NULL,
    strikes      INTEGER NOT NULL,
    last_failure INTEGER NOT NULL,
    failed_at    INTEGER NOT NULL,
    PRIMARY KEY (hash, node),
    FOREIGN KEY (node, hash) REFERENCES copies (node, hash) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- How many tracks that only peers hold are in which state; all others of them are healthy.
ALTER TABLE totals ADD COLUMN recovered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE totals ADD COLUMN degraded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE totals ADD COLUMN dereferenced INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER health_added AFTER INSERT ON track_health WHEN NEW.is_local = 0 BEGIN
    UPDATE totals SET recovered = recovered + (NEW.state = 1), degraded = degraded + (NEW.state = 2), dereferenced = dereferenced + (NEW.state = 3);
END;

CREATE TRIGGER health_removed AFTER DELETE ON track_health WHEN OLD.is_local = 0 BEGIN
    UPDATE totals SET recovered = recovered - (OLD.state = 1), degraded = degraded - (OLD.state = 2), dereferenced = dereferenced - (OLD.state = 3);
END;

CREATE TRIGGER health_changed AFTER UPDATE OF state, is_local ON track_health WHEN NEW.state <> OLD.state OR NEW.is_local <> OLD.is_local BEGIN
    UPDATE totals SET recovered = recovered + (NEW.is_local = 0 AND NEW.state = 1) - (OLD.is_local = 0 AND OLD.state = 1),
                      degraded = degraded + (NEW.is_local = 0 AND NEW.state = 2) - (OLD.is_local = 0 AND OLD.state = 2),
                      dereferenced = dereferenced + (NEW.is_local = 0 AND NEW.state = 3) - (OLD.is_local = 0 AND OLD.state = 3);
END;

CREATE TRIGGER health_changed_sides AFTER UPDATE OF is_local ON tracks WHEN NEW.is_local <> OLD.is_local BEGIN
    UPDATE track_health SET is_local = NEW.is_local WHERE track_id = NEW.id;
END;
