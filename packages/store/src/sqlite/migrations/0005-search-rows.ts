/**
 * What searches and filtered graphs read. All of it follows from records and contributions, which stay what they are.
 *
 * - `entry`: the traces in the order of time, with what a filter sees of the trace itself. `flags` is NULL until the rows of a trace
 *   of an earlier schema have been made: nothing but its record is known then.
 * - `segment` and `call`: one row for each of a record's, numbered `rid * 2^21 + n`, so that a trace's rows lie together, and traces as
 *   they arrived.
 * - `note`: the values of a trace's annotations (a key of `note_key`), users and places (the keys 1 to 4). Strings are blobs, booleans texts.
 * - `noted`: values by key, of the keys that are indexed, newest last.
 * - `failed`: which nodes' segments failed in which traces, by kind of failure, newest last.
 * - `party`: a node with the names under which a segment or call knows it.
 * - `text`: texts that come again and again; a row holds the number of such a text, or any other text as a blob.
 * - `part`: what the trace adds to the graph, one row for each node and call, as bytes; `contribution` stays empty then.
 *
 * Times are whole microseconds where these are exact, else seconds as doubles. Strings are UTF-8, a surrogate by itself in three bytes.
 */
export const searchRowsSchema: string = `
CREATE TABLE entry (
  at REAL NOT NULL,
  rid INTEGER NOT NULL,
  flags INTEGER,
  duration NUMERIC,
  response NUMERIC,
  status NUMERIC,
  method NUMERIC,
  url NUMERIC,
  agent NUMERIC,
  ip NUMERIC,
  PRIMARY KEY (at, rid)
) WITHOUT ROWID;
INSERT INTO entry (at, rid) SELECT at, rid FROM trace;
CREATE INDEX unread_entry ON entry (rid) WHERE flags IS NULL;
DROP INDEX trace_by_time;
CREATE INDEX odd_trace_by_start ON trace (start, end) WHERE end - start > 600 OR abs(at - start) > 60;

CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  party INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  response NUMERIC,
  status NUMERIC,
  method NUMERIC,
  url NUMERIC,
  agent NUMERIC,
  ip NUMERIC
);
CREATE TABLE call (
  id INTEGER PRIMARY KEY,
  caller INTEGER NOT NULL,
  party INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  response NUMERIC,
  status NUMERIC,
  method NUMERIC,
  url NUMERIC,
  agent NUMERIC,
  ip NUMERIC
);

CREATE TABLE note_key (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, indexed INTEGER NOT NULL) STRICT;
INSERT INTO note_key VALUES (1, 'user', 1), (2, 'availabilityzone', 0), (3, 'instance.id', 0), (4, 'resource.arn', 0);
CREATE TABLE note (id INTEGER PRIMARY KEY, key INTEGER NOT NULL, value NUMERIC NOT NULL);
CREATE TABLE noted (
  key INTEGER NOT NULL,
  value NUMERIC NOT NULL,
  at REAL NOT NULL,
  rid INTEGER NOT NULL,
  PRIMARY KEY (key, value, at, rid)
) WITHOUT ROWID;
CREATE TABLE failed (
  kind INTEGER NOT NULL,
  at REAL NOT NULL,
  rid INTEGER NOT NULL,
  party INTEGER NOT NULL,
  PRIMARY KEY (kind, at, rid, party)
) STRICT, WITHOUT ROWID;

CREATE TABLE party (id INTEGER PRIMARY KEY, node INTEGER NOT NULL, names TEXT NOT NULL, UNIQUE (node, names)) STRICT;
CREATE TABLE text (id INTEGER PRIMARY KEY, value BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE part (rid INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;
`;
