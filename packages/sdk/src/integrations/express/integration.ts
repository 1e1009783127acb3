import { incomingOptions, incomingRecords } from '../documented-options.js';
import type { Integration } from '../integration.js';

/** What docs/integrations.md says of Express. */
export const integration: Integration = {
  subpath: 'express',
  libraries: [
    { name: 'express', versions: '>=4 <6', tested: ['4.22.3', '5.3.0'], real: 'the framework itself' },
  ],
  hook: 'a middleware; `handleRequest` and `handleError` of the layers that the application is made of',
  records: incomingRecords,
  options: incomingOptions,
  notes: [
    '`expressErrors()` is for versions whose layers are not found, which one line of the log then says.',
  ],
};
