-- Every change of our own tracks takes the next number, so that each peer can be told what it does not know yet.
ALTER TABLE totals ADD COLUMN last_change INTEGER NOT NULL DEFAULT 0;

-- The number of the last change of a local track; 0 for the others.
ALTER TABLE tracks ADD COLUMN change INTEGER NOT NULL DEFAULT 0;

UPDATE tracks SET change = numbered.change
  FROM (SELECT rowid AS track, row_number() OVER (ORDER BY id) AS change FROM tracks WHERE is_local = 1) numbered
 WHERE tracks.rowid = numbered.track;

UPDATE totals SET last_change = (SELECT ifnull(max(change), 0) FROM tracks);

DROP INDEX tracks_local;

CREATE UNIQUE INDEX tracks_changed ON tracks (change) WHERE is_local = 1;
