import { incomingOptions, incomingRecords } from '../documented-options.js';
import type { Integration } from '../integration.js';

/** What docs/integrations.md says of hapi. */
export const integration: Integration = {
  subpath: 'hapi',
  libraries: [{ name: '@hapi/hapi', versions: '>=21', tested: ['21.4.10'], real: 'the framework itself' }],
  hook: 'a plugin with `onRequest` and the events `request`',
  records: incomingRecords,
  options: incomingOptions,
};
