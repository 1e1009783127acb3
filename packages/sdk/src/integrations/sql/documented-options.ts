import type { IntegrationOption } from '../integration.js';

/** The options of every SQL integration, as docs/integrations.md tells them. */
export const sqlOptions: readonly IntegrationOption[] = [
  {
    name: 'query',
    values: "'sanitized' | 'off' | 'raw'",
    default: "'sanitized'",
    meaning: 'what is recorded of a query: without literals, nothing, or all of it',
  },
  {
    name: 'url',
    values: 'string',
    default: 'what the driver tells',
    meaning: 'the URL to record; secrets are taken out',
  },
  { name: 'name', values: 'string', default: '`database@host`', meaning: 'the name of the subsegments' },
  { name: 'recorder', values: 'Recorder', default: 'the default one', meaning: 'where problems are told' },
];
