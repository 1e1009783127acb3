/**
 * Traces that have come to rest, packed. The long texts of a trace have left its row, so that these stay small and packing frees whole
 * pages.
 *
 * - `fresh`: record and contribution of the traces that are not packed, by the trace's number.
 * - `pack`: compressed frames of some traces. `rows`: record and contribution by turns. `documents`: one frame a trace, itself the
 *   frames of its documents in order of arrival. `traces` counts those still in use. Numbers are never used again, so that a reader
 *   may keep what it has read.
 * - `trace.pack` and `trace.place`: a packed trace's block, and its number in there from 0 on. It has no row in `fresh` and none in
 *   `document`.
 */
export const packsSchema: string = `
CREATE TABLE fresh (
  rid INTEGER PRIMARY KEY,
  record TEXT NOT NULL,
  contribution TEXT NOT NULL
) STRICT;
INSERT INTO fresh SELECT rid, record, contribution FROM trace;
ALTER TABLE trace DROP COLUMN record;
ALTER TABLE trace DROP COLUMN contribution;
ALTER TABLE trace ADD COLUMN pack INTEGER;
ALTER TABLE trace ADD COLUMN place INTEGER;

CREATE TABLE pack (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  traces INTEGER NOT NULL,
  rows BLOB NOT NULL,
  documents BLOB NOT NULL
) STRICT;
`;
