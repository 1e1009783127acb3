/**
 * The first schema. Times are epoch seconds as doubles, durations in roll-ups whole microseconds, ids 16-byte blobs.
 *
 * - `document`: what arrived, raw; a document without its trace's row being up to date is in the inbox (its trace is `dirty`).
 * - `dirty`: traces to assemble, written with their documents, so that a crash forgets none.
 * - `trace`: what a search sees of a trace, and what it has added to the roll-ups.
 * - `link`: the trace `source` holds a link to the trace `target`.
 * - `rollup`: one row per minute and node (`caller` 0) or call; sums of the contributions of `trace`.
 */
export const firstSchema: string = `
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES ('traces', 0), ('documents', 0);

CREATE TABLE document (
  rid INTEGER PRIMARY KEY,
  trace BLOB NOT NULL,
  hash BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX document_by_trace ON document (trace, hash);

CREATE TABLE dirty (trace BLOB PRIMARY KEY, documents INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE trace (
  rid INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  at REAL NOT NULL,
  start REAL NOT NULL,
  end REAL NOT NULL,
  revision INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  record TEXT NOT NULL,
  contribution TEXT NOT NULL
) STRICT;
CREATE INDEX trace_by_time ON trace (at);
CREATE INDEX trace_by_start ON trace (start);
CREATE INDEX long_trace_by_start ON trace (start, end) WHERE end - start > 600;

CREATE TABLE link (target BLOB, source BLOB, PRIMARY KEY (target, source)) STRICT, WITHOUT ROWID;
CREATE INDEX link_by_source ON link (source);

CREATE TABLE node (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE rollup (
  minute INTEGER NOT NULL,
  caller INTEGER NOT NULL,
  callee INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  loose INTEGER NOT NULL,
  totals TEXT NOT NULL,
  PRIMARY KEY (minute, caller, callee, kind)
) STRICT;
CREATE INDEX loose_rollup ON rollup (minute) WHERE loose = 1;
`;
