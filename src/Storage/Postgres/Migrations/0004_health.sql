-- How fast a peer sends tracks, in bytes a second, and when it last sent a right one.
ALTER TABLE peers ADD COLUMN delivery_rate bigint, ADD COLUMN delivered_at timestamptz;

-- How tracks that only peers hold have done: a row only where that departs from healthy, by the id of the track, in whose order they are listed. What the
-- admin took out stays out, so a row stays while its track is local (is_local is the track's), and does not count then. Rows go with their tracks, and
-- strikes with their copies, by triggers that run once for each statement: keys that refer to tracks and copies would be looked at for each row that goes,
-- which takes a sixth more. Whoever adds a row holds its track or copy first.
CREATE TABLE track_health (
    track_id     uuid    NOT NULL PRIMARY KEY,
    is_local     boolean NOT NULL,
    state        integer NOT NULL,
    strikes      integer NOT NULL,
    is_taken_out boolean NOT NULL,
    last_failure integer,
    failed_at    timestamptz,
    recovered_at timestamptz,
    checked_at   timestamptz,
    version      bigint  NOT NULL
);

-- States from 2 on are trouble; the longest unchecked come first, those that were never checked before them.
CREATE INDEX track_health_troubled ON track_health (checked_at NULLS FIRST, track_id) WHERE state >= 2 AND NOT is_taken_out AND NOT is_local;
CREATE INDEX track_health_states ON track_health (state, track_id) WHERE state > 0 AND NOT is_local;

-- What is known against copies. It goes with its copy: a peer that announces a track again begins anew.
CREATE TABLE copy_strikes (
    hash         bytea       NOT NULL,
    node         bytea       NOT NULL,
    strikes      integer     NOT NULL,
    last_failure integer     NOT NULL,
    failed_at    timestamptz NOT NULL,
    PRIMARY KEY (hash, node)
);

-- How many tracks that only peers hold are in which state; all others of them are healthy. Spread over rows as the other numbers are.
ALTER TABLE totals
    ADD COLUMN recovered bigint NOT NULL DEFAULT 0, ADD COLUMN degraded bigint NOT NULL DEFAULT 0, ADD COLUMN dereferenced bigint NOT NULL DEFAULT 0;

CREATE FUNCTION count_healths() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sign CONSTANT bigint := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
    UPDATE totals SET recovered = totals.recovered + sign * number.recovered, degraded = totals.degraded + sign * number.degraded,
                      dereferenced = totals.dereferenced + sign * number.dereferenced
      FROM (SELECT count(*) FILTER (WHERE state = 1) AS recovered, count(*) FILTER (WHERE state = 2) AS degraded,
                   count(*) FILTER (WHERE state = 3) AS dereferenced
              FROM counted WHERE NOT is_local) number
     WHERE slot = pg_backend_pid() % 64 AND number.recovered + number.degraded + number.dereferenced > 0;
    RETURN NULL;
END $$;

-- Most changes say when a track was checked, and leave its state: they touch no number.
CREATE FUNCTION count_changed_healths() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE totals SET recovered = totals.recovered + number.recovered, degraded = totals.degraded + number.degraded,
                      dereferenced = totals.dereferenced + number.dereferenced
      FROM (SELECT coalesce(sum(sign) FILTER (WHERE state = 1), 0) AS recovered, coalesce(sum(sign) FILTER (WHERE state = 2), 0) AS degraded,
                   coalesce(sum(sign) FILTER (WHERE state = 3), 0) AS dereferenced
              FROM (SELECT state, 1 AS sign FROM after WHERE NOT is_local UNION ALL SELECT state, -1 FROM before WHERE NOT is_local) changed) number
     WHERE slot = pg_backend_pid() % 64 AND (number.recovered <> 0 OR number.degraded <> 0 OR number.dereferenced <> 0);
    RETURN NULL;
END $$;

CREATE FUNCTION change_side_of_health() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE track_health SET is_local = NEW.is_local WHERE track_id = NEW.id;
    RETURN NULL;
END $$;

-- Arrays, so that no plan that was made for an empty table walks over one that has grown.
CREATE FUNCTION forget_health() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM track_health WHERE track_id = ANY (ARRAY(SELECT id FROM gone));
    RETURN NULL;
END $$;

CREATE FUNCTION forget_strikes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM copy_strikes
     WHERE hash = ANY (ARRAY(SELECT hash FROM gone)) AND EXISTS (SELECT FROM gone WHERE gone.hash = copy_strikes.hash AND gone.node = copy_strikes.node);
    RETURN NULL;
END $$;

CREATE TRIGGER healths_added AFTER INSERT ON track_health
    REFERENCING NEW TABLE AS counted FOR EACH STATEMENT EXECUTE FUNCTION count_healths();
CREATE TRIGGER healths_removed AFTER DELETE ON track_health
    REFERENCING OLD TABLE AS counted FOR EACH STATEMENT EXECUTE FUNCTION count_healths();
CREATE TRIGGER healths_changed AFTER UPDATE ON track_health
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_changed_healths();
CREATE TRIGGER healths_gone AFTER DELETE ON tracks
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_health();
CREATE TRIGGER strikes_gone AFTER DELETE ON copies
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_strikes();
CREATE TRIGGER health_changed_sides AFTER UPDATE OF is_local ON tracks
    FOR EACH ROW WHEN (NEW.is_local <> OLD.is_local) EXECUTE FUNCTION change_side_of_health();
