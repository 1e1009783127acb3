import { incomingOptions, incomingRecords } from '../documented-options.js';
import type { Integration } from '../integration.js';

/** What docs/integrations.md says of Fastify. */
export const integration: Integration = {
  subpath: 'fastify',
  libraries: [
    { name: 'fastify', versions: '>=4 <6', tested: ['4.29.1', '5.12.8'], real: 'the framework itself' },
  ],
  hook: 'a plugin with the hooks `onRequest` and `onError`',
  records: incomingRecords,
  options: incomingOptions,
};
