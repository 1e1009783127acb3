import type { Integration } from '../integration.js';

/** What docs/integrations.md says of Hono. */
export const integration: Integration = {
  subpath: 'hono',
  libraries: [
    { name: 'hono', versions: '>=4', tested: ['4.13.19'], real: 'the framework itself' },
    { name: '@hono/node-server', versions: '>=2', tested: ['2.1.8'], real: 'the framework itself' },
  ],
  hook: 'a middleware',
  records: [
    'method, URL, client address, user agent, status, content length',
    'exceptions of handlers; the status says how they count',
    'clients that go away',
  ],
  options: [
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
  ],
  notes: ['Only where `@hono/node-server` serves it.'],
};
