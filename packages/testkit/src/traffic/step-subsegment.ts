import type { SubsegmentDocument } from '@radiograph/protocol';
import type { SeededRandom } from '../seeded-random.js';
import { flags, micros } from './segment-blocks.js';
import type { ServicePlan, Step } from './service-plan.js';

const THROTTLES = 0.003;

/** A step that no generated service answers. */
type LeafStep = Exclude<Step, { readonly kind: 'call' }>;

/** When an entity began and ended, in epoch seconds, and its id. */
interface Frame {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

/** The subsegment of a call that another generated service answers. */
export function callSubsegment(callee: ServicePlan, frame: Frame, status: number): SubsegmentDocument {
  return {
    ...timed(`${callee.name}.shop.test`, frame),
    namespace: 'remote',
    ...flags(status),
    http: {
      request: { method: callee.method, url: `https://${callee.name}.shop.test${callee.path}` },
      response: { status },
    },
  };
}

/** The subsegment of local work, a query, an AWS call or a call to somebody else's service. */
export function leafSubsegment(step: LeafStep, frame: Frame, random: SeededRandom): SubsegmentDocument {
  switch (step.kind) {
    case 'local':
      return timed(step.name, frame);
    case 'sql':
      return {
        ...timed(step.database, frame),
        namespace: 'remote',
        sql: sqlBlock(step.database, step.query),
      };
    case 'aws':
      return { ...timed(step.service, frame), namespace: 'aws', ...awsCall(step, random) };
    case 'remote':
      return {
        ...timed(step.host, frame),
        namespace: 'remote',
        http: {
          request: { method: 'POST', url: `https://${step.host}${step.path}` },
          response: { status: 200, content_length: random.integer(50, 2_000) },
        },
      };
  }
}

function timed(name: string, frame: Frame): SubsegmentDocument {
  return { id: frame.id, name, start_time: micros(frame.start), end_time: micros(frame.end) };
}

function sqlBlock(database: string, query: string): NonNullable<SubsegmentDocument['sql']> {
  const [name, host] = database.split('@');
  return {
    url: `postgresql://${host}:5432/${name}`,
    user: `${name}_app`,
    database_type: 'PostgreSQL',
    sanitized_query: query,
  };
}

/** Now and then the table is busy, and the SDK tries again with success. */
function awsCall(
  step: Extract<Step, { readonly kind: 'aws' }>,
  random: SeededRandom,
): Partial<SubsegmentDocument> {
  const throttled = random.chance(THROTTLES);
  return {
    ...(throttled && { error: true, throttle: true }),
    aws: {
      operation: step.operation,
      region: 'eu-west-1',
      request_id: random.hex(24),
      retries: throttled ? 3 : 0,
      ...step.resource,
    },
    http: { response: { status: throttled ? 400 : 200 } },
  };
}
