import { sqlOptions } from '../documented-options.js';
import type { Integration } from '../integration.js';

/** What docs/integrations.md says of SQLite. */
export const integration: Integration = {
  subpath: 'sqlite',
  libraries: [
    { name: 'libsql', versions: '>=0.4', tested: ['0.5.29'], real: 'SQLite in a file' },
    {
      name: 'node:sqlite',
      versions: 'Node >=22.13',
      tested: ['Node 22', 'Node 24', 'Node 26'],
      real: 'SQLite in a file',
    },
    { name: 'better-sqlite3', versions: '>=9', tested: ['12.11.1'], real: 'SQLite in memory' },
  ],
  hook: '`sqlite(database)` wraps `prepare` and `exec`',
  records: [
    'the file’s name',
    'the statement without its literals',
    'rows as metadata; errors with SQLite’s code',
  ],
  options: sqlOptions,
};
