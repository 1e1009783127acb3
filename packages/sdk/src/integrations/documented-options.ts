import type { IntegrationOption } from './integration.js';

/** What every integration for incoming requests records, as docs/integrations.md tells it. */
export const incomingRecords: readonly string[] = [
  'method, URL, client address, user agent, status, content length',
  'exceptions of handlers; the status says how they count',
  'clients that go away',
];

/** The options of every integration for incoming requests. */
export const incomingOptions: readonly IntegrationOption[] = [
  {
    name: 'query',
    values: "'strip' | 'keep'",
    default: "'strip'",
    meaning: 'whether the URL keeps its query',
  },
  {
    name: 'trustForwarded',
    values: 'boolean',
    default: 'true',
    meaning: 'whether `X-Forwarded-For` names the client',
  },
  {
    name: 'ignore',
    values: 'patterns or a function',
    default: 'none',
    meaning: 'requests that are no segment',
  },
  {
    name: 'route',
    values: 'boolean',
    default: 'false',
    meaning: 'whether the route becomes the annotation `route`',
  },
  {
    name: 'responseHeader',
    values: "'ask' | 'always' | 'never'",
    default: "'ask'",
    meaning: 'which responses carry the trace header',
  },
  { name: 'recorder', values: 'Recorder', default: 'the default one', meaning: 'records with this one' },
];

/** The options of every SQL integration. */
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
