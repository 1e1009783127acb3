/**
 * Values of annotations and users are indexed many traces at a time: rows of `noted` fall anywhere in a large index, so that those of one trace
 * each touch a page of their own.
 *
 * - `unnoted`: the traces whose values are in `note` and not yet in `noted`.
 */
export const unnotedSchema: string = `
CREATE TABLE unnoted (at REAL NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (at, rid)) STRICT, WITHOUT ROWID;
`;
