import type { Integration } from '../integration.js';

const everyNode = ['Node 20', 'Node 22', 'Node 24', 'Node 26'];

/** What docs/integrations.md says of node:http. */
export const integration: Integration = {
  subpath: 'http',
  libraries: [
    { name: 'node:http', versions: '>=20.19', tested: everyNode, real: 'Node itself' },
    { name: 'node:https', versions: '>=20.19', tested: everyNode, real: 'Node itself' },
    { name: 'node:http2', versions: '>=20.19', tested: everyNode, real: 'Node itself' },
  ],
  hook: '`handler` wraps a listener; `captureHttp` patches `ClientRequest.prototype._storeHeader` and reads channels',
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
    {
      name: 'phases',
      values: 'boolean',
      default: 'false',
      meaning: 'connecting (DNS, TCP, TLS), sending and waiting as subsegments',
    },
    {
      name: 'traced',
      values: 'boolean or patterns of hosts',
      default: 'false',
      meaning: 'callees that record traces too',
    },
    { name: 'ignore', values: 'patterns of hosts', default: 'none', meaning: 'calls that are left alone' },
  ],
  notes: ['`node:http2` by its compatibility API, incoming only.'],
};
