import { incomingOptions, incomingRecords } from '../documented-options.js';
import type { Integration } from '../integration.js';

/** What docs/integrations.md says of Koa. */
export const integration: Integration = {
  subpath: 'koa',
  libraries: [
    { name: 'koa', versions: '>=3', tested: ['3.3.0'], real: 'the framework itself' },
    { name: '@koa/router', versions: '>=15', tested: ['15.7.0'], real: 'the framework itself' },
  ],
  hook: 'a middleware',
  records: incomingRecords,
  options: incomingOptions,
};
