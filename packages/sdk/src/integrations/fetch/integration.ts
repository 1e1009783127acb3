import type { Integration } from '../integration.js';

/** What docs/integrations.md says of fetch and undici. */
export const integration: Integration = {
  subpath: 'fetch',
  libraries: [{ name: 'undici', versions: '>=6 <8', tested: ['6.29.1', '7.30.2'], real: 'Node itself' }],
  hook: 'the channels `undici:*`; with `phases` also `Socket.prototype.connect` of `node:net`',
  records: [
    'method, URL without query and credentials, status, content length',
    'errors, each hop of a redirect',
  ],
  options: [
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
};
