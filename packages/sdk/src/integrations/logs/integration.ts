import type { Integration } from '../integration.js';

/** What docs/integrations.md says of logs. */
export const integration: Integration = {
  subpath: 'logs',
  libraries: [
    { name: 'pino', versions: '>=7', tested: ['10.4.0'], real: 'itself' },
    { name: 'winston', versions: '>=3', tested: ['3.19.0'], real: 'itself' },
    { name: 'console', versions: 'any', tested: ['Node 20'], real: 'itself' },
  ],
  hook: '`pino({ mixin: traceFields })`, `winstonTrace()` as a format, `tracedConsole()`',
  records: ['nothing: it writes `trace_id` and `segment_id` into lines'],
  options: [],
};
