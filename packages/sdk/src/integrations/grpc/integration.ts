import type { Integration } from '../integration.js';

/** What docs/integrations.md says of gRPC. */
export const integration: Integration = {
  subpath: 'grpc',
  libraries: [{ name: '@grpc/grpc-js', versions: '>=1.10', tested: ['1.14.7'], real: 'the library itself' }],
  hook: 'interceptors of clients and of servers',
  records: [
    'service, method and target',
    'the status as the annotation `grpc_status`, with the details of errors',
    'client address and user agent on the server',
  ],
  options: [
    {
      name: 'traced',
      values: 'boolean or patterns of services',
      default: 'false',
      meaning: 'callees that record traces too',
    },
    { name: 'ignore', values: 'patterns of services', default: 'none', meaning: 'calls that are left alone' },
    {
      name: 'recorder',
      values: 'Recorder',
      default: 'the default one',
      meaning: 'of `grpcServer`: records with this one',
    },
  ],
  notes: ['The size of messages is not recorded.'],
};
