/** Settings by kind and key. Keys and values are JSON text: so they hold every character, NUL included. */
export const settingsSchema: string = `
CREATE TABLE setting (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
`;
