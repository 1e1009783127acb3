import type { Integration } from '../integration.js';

/** What docs/integrations.md says of Express. */
export const integration: Integration = {
  subpath: 'express',
  libraries: [
    { name: 'express', versions: '>=4 <6', tested: ['4.22.3', '5.3.0'], real: 'the framework itself' },
  ],
  hook: 'a middleware; the layers of its router, for errors and routes',
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
};
