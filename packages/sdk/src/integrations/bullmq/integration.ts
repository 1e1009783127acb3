import type { Integration } from '../integration.js';

/** What docs/integrations.md says of bullmq. */
export const integration: Integration = {
  subpath: 'bullmq',
  libraries: [{ name: 'bullmq', versions: '>=5.20', tested: ['6.7.0'], real: 'Redis 7.0 (Debian)' }],
  hook: 'its option `telemetry`: `new Queue(name, { telemetry: bullmq() })`, and so for workers',
  records: [
    'adding a job: a subsegment; working on it: a segment of the same trace',
    'names of queue and job, ids, attempts; never data',
    'failures of jobs',
  ],
  options: [
    {
      name: 'name',
      values: 'string',
      default: 'the recorder’s service',
      meaning: 'the name of the segments of jobs',
    },
    {
      name: 'recorder',
      values: 'Recorder',
      default: 'the default one',
      meaning: 'what records the segments',
    },
  ],
  notes: ['bullmq calls Redis by ioredis; with `ioredis()` those calls show inside.'],
};
