import { incomingOptions, incomingRecords } from '../documented-options.js';
import type { Integration } from '../integration.js';

/** What docs/integrations.md says of Hono. */
export const integration: Integration = {
  subpath: 'hono',
  libraries: [
    { name: 'hono', versions: '>=4', tested: ['4.13.19'], real: 'the framework itself' },
    { name: '@hono/node-server', versions: '>=2', tested: ['2.1.8'], real: 'the framework itself' },
  ],
  hook: 'a middleware',
  records: incomingRecords,
  options: incomingOptions,
  notes: ['Only where `@hono/node-server` serves it.'],
};
