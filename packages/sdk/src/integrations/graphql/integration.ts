import type { Integration } from '../integration.js';

/** What docs/integrations.md says of graphql. */
export const integration: Integration = {
  subpath: 'graphql',
  libraries: [{ name: 'graphql', versions: '>=17', tested: ['17.1.0'], real: 'itself' }],
  hook: 'its channels `graphql:execute`, `graphql:subscribe` and `graphql:resolve`; `graphql()` once for the process',
  records: ['type and name of the operation; never variables', 'the errors in the result'],
  options: [
    {
      name: 'resolvers',
      values: 'boolean',
      default: 'false',
      meaning: 'a subsegment for each resolver that has code',
    },
    { name: 'recorder', values: 'Recorder', default: 'the default one', meaning: 'where problems are told' },
  ],
};
