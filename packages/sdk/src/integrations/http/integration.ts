import { incomingOptions, incomingRecords } from '../documented-options.js';
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
  records: incomingRecords,
  options: [
    ...incomingOptions,
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
