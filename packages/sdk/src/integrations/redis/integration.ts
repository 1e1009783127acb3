import type { Integration } from '../integration.js';

/** What docs/integrations.md says of redis. */
export const integration: Integration = {
  subpath: 'redis',
  libraries: [{ name: 'redis', versions: '>=5.11', tested: ['6.3.1'], real: 'Redis 7.0 (Debian)' }],
  hook: 'its channels `node-redis:command` and `node-redis:batch`; `redis()` once for the process',
  records: ['server, database, the command’s name, the size of a batch; never keys or values', 'errors'],
  options: [
    { name: 'name', values: 'string', default: '`redis@host:port`', meaning: 'the name of the subsegments' },
    { name: 'recorder', values: 'Recorder', default: 'the default one', meaning: 'where problems are told' },
  ],
};
