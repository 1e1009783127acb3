import type { Integration } from '../integration.js';

/** What docs/integrations.md says of Nest. */
export const integration: Integration = {
  subpath: 'nest',
  libraries: [
    { name: '@nestjs/core', versions: '>=12', tested: ['12.5.1'], real: 'Nest on Express, and on Fastify' },
  ],
  hook: '`nest(app)`: the hook of Express or Fastify, and a global interceptor',
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
  notes: ['Exceptions of guards count by their status, and are not recorded themselves.'],
};
