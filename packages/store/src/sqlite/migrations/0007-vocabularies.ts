/**
 * Records of packed traces as bytes that point into a vocabulary. Blocks of earlier schemas stay as they are and are read as before.
 *
 * - `vocabulary`: texts and nodes that the records of many blocks have in common, as compressed JSON. `packs` counts the blocks that
 *   need it. Numbers are never used again, so that a reader may keep what it has read.
 * - `pack.rows`: see `record-block.ts`, which tells one form from the other by the first byte.
 */
export const vocabulariesSchema: string = `
CREATE TABLE vocabulary (id INTEGER PRIMARY KEY AUTOINCREMENT, packs INTEGER NOT NULL, words BLOB NOT NULL) STRICT;
`;
