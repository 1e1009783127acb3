import { sqlOptions } from '../documented-options.js';
import type { Integration } from '../integration.js';

/** What docs/integrations.md says of mysql2. */
export const integration: Integration = {
  subpath: 'mysql2',
  libraries: [{ name: 'mysql2', versions: '>=3.20', tested: ['3.24.6'], real: 'MariaDB 10.11 (Debian)' }],
  hook: 'its channels `mysql2:query` and `mysql2:execute`; `mysql2(pool)` for each pool, `mysql2()` where there are only connections',
  records: [
    'URL, version of the driver',
    'the query without its literals; whether it is prepared',
    'the wait for a connection of a pool, where there is one',
    'rows as metadata; errors with the database’s code',
    'callbacks and promises',
  ],
  options: sqlOptions,
  notes: ['The channel does not tell the user, nor the server’s version.'],
};
