import type { Integration } from '../integration.js';

/** What docs/integrations.md says of ioredis. */
export const integration: Integration = {
  subpath: 'ioredis',
  libraries: [{ name: 'ioredis', versions: '>=5.9', tested: ['5.11.1'], real: 'Redis 7.0 (Debian)' }],
  hook: 'its channels `ioredis:command` and `ioredis:batch`; `ioredis()` once for the process',
  records: ['server, database, the command’s name, the size of a batch; never keys or values', 'errors'],
  options: [
    { name: 'name', values: 'string', default: '`redis@host:port`', meaning: 'the name of the subsegments' },
    { name: 'recorder', values: 'Recorder', default: 'the default one', meaning: 'where problems are told' },
  ],
};
