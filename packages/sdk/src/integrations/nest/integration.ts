import { incomingOptions, incomingRecords } from '../documented-options.js';
import type { Integration } from '../integration.js';

/** What docs/integrations.md says of Nest. */
export const integration: Integration = {
  subpath: 'nest',
  libraries: [
    { name: '@nestjs/core', versions: '>=12', tested: ['12.5.1'], real: 'Nest on Express, and on Fastify' },
  ],
  hook: '`nest(app)`: the hook of Express or Fastify, and a global interceptor',
  records: incomingRecords,
  options: incomingOptions,
  notes: ['Exceptions of guards count by their status, and are not recorded themselves.'],
};
