/**
 * Rows in shorter forms, and roll-ups of whole hours. Nothing is converted: everything but the documents follows from them, so that
 * every trace is marked to be assembled again.
 *
 * - `trace`: `record` and `contribution` as compact text.
 * - `rollup`: `totals` as bytes.
 * - `hour`: the same for whole hours, of those hours that did not change since.
 * - `stale_hour`: hours whose minutes have changed since their row in `hour` was made, or that have none yet.
 */
export const compactRowsSchema: string = `
DELETE FROM trace;
DELETE FROM link;
INSERT OR IGNORE INTO dirty (trace, documents) SELECT trace, count(*) FROM document GROUP BY trace;
UPDATE counter SET value = 0 WHERE name = 'traces';

DROP TABLE rollup;
CREATE TABLE rollup (
  minute INTEGER NOT NULL,
  caller INTEGER NOT NULL,
  callee INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  loose INTEGER NOT NULL,
  totals BLOB NOT NULL,
  PRIMARY KEY (minute, caller, callee, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX loose_rollup ON rollup (minute) WHERE loose = 1;

CREATE TABLE hour (
  hour INTEGER NOT NULL,
  caller INTEGER NOT NULL,
  callee INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  totals BLOB NOT NULL,
  PRIMARY KEY (hour, caller, callee, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE stale_hour (hour INTEGER PRIMARY KEY) STRICT;
`;
