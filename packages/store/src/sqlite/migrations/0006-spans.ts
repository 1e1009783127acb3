/**
 * Roll-ups of ten minutes beside those of whole hours.
 *
 * - `span`: the sums of the minutes from `start` on (epoch seconds / 60), `minutes` of them: 10 or 60. Only of spans that did not change since.
 * - `stale_span`: spans whose minutes have changed since their rows were made, or that have none yet.
 */
export const spansSchema: string = `
CREATE TABLE span (
  minutes INTEGER NOT NULL,
  start INTEGER NOT NULL,
  caller INTEGER NOT NULL,
  callee INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  totals BLOB NOT NULL,
  PRIMARY KEY (minutes, start, caller, callee, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO span SELECT 60, hour * 60, caller, callee, kind, totals FROM hour;
CREATE TABLE stale_span (minutes INTEGER NOT NULL, start INTEGER NOT NULL, PRIMARY KEY (minutes, start)) STRICT, WITHOUT ROWID;
INSERT INTO stale_span SELECT 60, hour * 60 FROM stale_hour;
INSERT INTO stale_span SELECT DISTINCT 10, minute - (minute % 10 + 10) % 10 FROM rollup;
DROP TABLE hour;
DROP TABLE stale_hour;
`;
