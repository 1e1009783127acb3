import { seededRandom } from '@radiograph/testkit';

/** How many segments a trace of {@link wideTrace} has. */
export const SEGMENTS_PER_TRACE = 5;

const SERVICES = 40;

/** The route that every tenth trace takes, and the one of every thousandth. */
const ROUTES: readonly [string, ...string[]] = [
  'orders',
  'items',
  'carts',
  'users',
  'prices',
  'stock',
  'offers',
  'mails',
  'bills',
];

/** When a trace starts, and how its id looks: both follow from its number. */
export interface Clock {
  readonly startS: number;
  readonly tracesPerS: number;
}

/** The start of a trace in epoch seconds. */
export function startOf(n: number, { startS, tracesPerS }: Clock): number {
  return Math.round((startS + n / tracesPerS) * 1e6) / 1e6;
}

/** The id of a trace. */
export function idOf(n: number, clock: Clock): string {
  const epoch = Math.floor(startOf(n, clock)).toString(16).padStart(8, '0');
  return `1-${epoch}-${hex(Math.imul(n, 0x9e3779b1) >>> 0)}${hex(n)}${hex(Math.imul(n, 0x85ebca6b) >>> 0)}`;
}

/**
 * The documents of a trace as JSON: a request that enters at `gateway`, goes through one of 40 services, one of the three that this one calls, and `ledger` to `vault`, and
 * touches a table. Of all traces, a tenth has a fault at `gateway`, a thousandth one at `ledger`, none at `vault`; half take longer than
 * a second; a fifth has `tier = "gold"`, 2 in 1,000 `campaign = "c7"`; a tenth asks for `/search/`, a thousandth for `/refund/`.
 * There are twelve keys of annotations; `order` and `session` have 100,000 values each.
 */
export function wideTrace(n: number, clock: Clock): string[] {
  const random = seededRandom(n + 1);
  const start = startOf(n, clock);
  const traceId = idOf(n, clock);
  const total = 0.2 + 1.6 * random.next();
  const first = random.integer(0, SERVICES - 1);
  const second = (first * 7 + random.integer(1, 3)) % SERVICES;
  const names = ['gateway', `service-${first}`, `service-${second}`, 'ledger', 'vault'];
  let callId = '';
  return names.map((name, depth) => {
    const [begins, lasts] = [start + depth * 0.01, total - depth * 0.03];
    const parent = callId;
    callId = random.hex(16);
    return JSON.stringify({
      trace_id: traceId,
      id: random.hex(16),
      ...(parent !== '' && { parent_id: parent }),
      name,
      start_time: micros(begins),
      end_time: micros(begins + lasts),
      ...faultOf(name, n, random.next()),
      ...(depth === 0 && { user: `user-${Math.floor(random.next() * 20_000)}` }),
      http: httpOf(name, depth, n, random),
      annotations: annotationsOf(depth, n, random),
      metadata: { default: { request: random.hex(32), note: `handled by ${name}`, attempt: 1 } },
      aws: { xray: { sdk: 'X-Ray for Radiograph', sdk_version: '0.1.0' } },
      service: { runtime: 'node', runtime_version: '20.19.0', version: `1.${n % 7}.0` },
      subsegments: [work(begins, random.hex(16)), call(names[depth + 1], begins, lasts, callId)],
    });
  });
}

type Random = ReturnType<typeof seededRandom>;

function faultOf(name: string, n: number, chance: number): { fault?: true; error?: true } {
  if (name === 'gateway') return n % 10 === 3 ? { fault: true } : {};
  if (name === 'ledger') return n % 1000 === 7 ? { fault: true } : {};
  return name !== 'vault' && chance < 0.02 ? { error: true } : {};
}

function httpOf(name: string, depth: number, n: number, random: Random): object {
  const route = n % 10 === 1 ? 'search' : n % 1000 === 5 ? 'refund' : random.pick(ROUTES);
  const path = depth === 0 ? `/${route}/${Math.floor(random.next() * 100_000)}` : '/internal/handle';
  const agent = depth === 0 && {
    user_agent: `Mozilla/5.0 (X11; Linux x86_64) ${n % 40}`,
    client_ip: `10.0.${n % 250}.7`,
  };
  return {
    request: { method: depth === 0 ? 'GET' : 'POST', url: `http://${name}.example.com${path}`, ...agent },
    response: { status: faultOf(name, n, 1).fault === true ? 500 : 200, content_length: 1000 + (n % 900) },
  };
}

/** Two or three keys a segment, as services have them. */
function annotationsOf(depth: number, n: number, random: Random): object {
  switch (depth) {
    case 0:
      return {
        tier: n % 5 === 0 ? 'gold' : random.pick(['silver', 'tin']),
        session: `s-${Math.floor(random.next() * 100_000)}`,
        ...(n % 500 === 5 ? { campaign: 'c7' } : n % 4 === 0 ? { campaign: `c${n % 6}` } : {}),
      };
    case 1:
      return { order: Math.floor(random.next() * 100_000), region: random.pick(['eu', 'us', 'ap']) };
    case 2:
      return { items: n % 12, cached: n % 3 === 0 };
    case 3:
      return { currency: random.pick(['EUR', 'USD']), retries: n % 4, shard: `shard-${n % 16}` };
    default:
      return { engine: 'v2', paid: n % 2 === 0 };
  }
}

function work(begins: number, id: string): object {
  return { id, name: 'validate', start_time: micros(begins), end_time: micros(begins + 0.002) };
}

function call(to: string | undefined, begins: number, lasts: number, id: string): object {
  const times = { start_time: micros(begins + 0.005), end_time: micros(begins + lasts - 0.01) };
  if (to === undefined) {
    return {
      id,
      name: 'DynamoDB',
      namespace: 'aws',
      ...times,
      aws: { operation: 'GetItem', table_name: 'vault', region: 'eu-west-1' },
    };
  }
  return {
    id,
    name: to,
    namespace: 'remote',
    ...times,
    http: {
      request: { method: 'POST', url: `http://${to}.example.com/internal/handle` },
      response: { status: 200 },
    },
  };
}

function micros(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
