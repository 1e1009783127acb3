/**
 * Traces that have come to rest, packed. Of a packed trace `trace.pack` is the block and `trace.place` its number in there from 0 on;
 * its `record` and `contribution` are empty and it has no rows in `document`: all are in the block.
 *
 * - `pack`: compressed frames of some traces. `rows`: record and contribution by turns. `documents`: one frame a trace, itself the
 *   frames of its documents in order of arrival. `traces` counts those still in use. Numbers are never used again, so that a reader
 *   may keep what it has read.
 */
export const packsSchema: string = `
CREATE TABLE pack (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  traces INTEGER NOT NULL,
  rows BLOB NOT NULL,
  documents BLOB NOT NULL
) STRICT;
ALTER TABLE trace ADD COLUMN pack INTEGER;
ALTER TABLE trace ADD COLUMN place INTEGER;
CREATE INDEX unpacked_trace ON trace (rid) WHERE pack IS NULL;
`;
