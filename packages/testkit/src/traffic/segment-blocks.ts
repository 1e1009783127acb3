import type { AwsBlock, Cause, HttpBlock, JsonValue, Metadata, SegmentDocument } from '@radiograph/protocol';
import type { SeededRandom } from '../seeded-random.js';
import type { ServicePlan } from './service-plan.js';

/*
 * The parts of a generated segment's document.
 */

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148',
] as const;

/** Rounds a time to the microsecond, as SDKs send it. */
export function micros(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

/** The flags that a status sets. */
export function flags(status: number): { readonly error?: true; readonly fault?: true } {
  if (status >= 500) return { fault: true };
  return status >= 400 ? { error: true } : {};
}

/** The cause of a fault: the exception where it was thrown, its id further up. */
export function thrown(exceptionId: string | undefined, here: boolean): { readonly cause?: Cause } {
  if (exceptionId === undefined) return {};
  return { cause: here ? exceptionCause(exceptionId) : exceptionId };
}

/** What the service runs. */
export function serviceBlock(plan: ServicePlan): Readonly<Record<string, JsonValue>> {
  return { version: `2024.11.${plan.name.length}`, runtime: 'node' };
}

/** The request a service answers. */
export function incomingHttp(
  plan: ServicePlan,
  status: number,
  isEntry: boolean,
  random: SeededRandom,
): HttpBlock {
  const host = isEntry ? 'www.shop.example' : `${plan.name}.shop.test`;
  return {
    request: {
      method: plan.method,
      url: `https://${host}${plan.path}/${random.integer(1, 100_000)}`,
      user_agent: isEntry ? random.pick(AGENTS) : 'undici',
      client_ip: `${isEntry ? '203.0.113' : '10.0.12'}.${random.integer(1, 254)}`,
      ...(isEntry && { x_forwarded_for: true }),
    },
    response: { status, content_length: random.integer(200, 40_000) },
  };
}

/** The host or container of a service. */
export function whereItRuns(plan: ServicePlan, random: SeededRandom): AwsBlock {
  const zone = random.pick(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']);
  const xray = { sdk: 'radiograph', sdk_version: '0.1.0' };
  const common = { account_id: '123456789012', xray };
  if (plan.origin === 'AWS::ECS::Container') {
    const container = `${plan.name}-${random.integer(1, 8)}`;
    return {
      ...common,
      ecs: { container, availability_zone: zone },
    };
  }
  if (plan.origin === 'AWS::EC2::Instance') {
    return { ...common, ec2: { instance_id: `i-0abc${random.integer(10, 40)}`, availability_zone: zone } };
  }
  return common;
}

/** What filters find a generated trace by. */
export function annotations(random: SeededRandom): NonNullable<SegmentDocument['annotations']> {
  return {
    tier: random.pick(['free', 'plus', 'business']),
    region: random.pick(['eu', 'us', 'ap']),
    cart_items: random.integer(0, 25),
    returning: random.chance(0.6),
  };
}

/** What a developer looks up in a generated trace. */
export function metadata(plan: ServicePlan, random: SeededRandom): Metadata {
  return {
    [plan.name]: {
      experiment: { name: 'checkout-2', variant: random.pick(['a', 'b']) },
      skus: Array.from({ length: random.integer(0, 3) }, () => random.hex(8)),
    },
  };
}

function exceptionCause(id: string): Cause {
  return {
    working_directory: '/srv/app',
    exceptions: [
      {
        id,
        type: 'TypeError',
        message: "Cannot read properties of undefined (reading 'price')",
        stack: [
          { path: '/srv/app/dist/pricing.js', line: 41, label: 'totalOf' },
          { path: '/srv/app/dist/routes.js', line: 112, label: 'answer' },
          { path: 'node:internal/process/task_queues', line: 95, label: 'processTicksAndRejections' },
        ],
      },
    ],
  };
}
