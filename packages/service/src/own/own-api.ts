import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { TraceStore } from '@radiograph/store';
import { Hono } from 'hono';
import type { Gate } from '../access/gate.js';
import type { Groups } from '../groups/groups.js';
import type { BodyBudget } from '../http/body-budget.js';
import type { Exchange, ExchangeEnv } from '../http/exchange.js';
import { ServiceError } from '../service-error.js';
import { complete } from './complete.js';
import type { DaemonHealth } from './daemon-health.js';
import type { LiveFeed } from './live-feed.js';
import { readingApi, readingPaths } from './reading/reading-api.js';
import type { RecentVocabulary } from './recent-vocabulary.js';
import type { IntakeStatus, Status } from './status.js';

/** What the own API works with. */
export interface OwnApiParts {
  readonly store: TraceStore;
  readonly strict: boolean;
  readonly groups: Groups;
  readonly version: string;
  readonly startedAtS: number;
  readonly daemons: DaemonHealth;
  readonly live: LiveFeed;
  readonly vocabulary: RecentVocabulary;
  intakeStatus(): IntakeStatus;
}

/** Radiograph's own API, mounted at `/radiograph/v1`. */
export function ownApi(parts: OwnApiParts, gate: Gate, budget: BodyBudget): Hono<ExchangeEnv> {
  const api = new Hono<ExchangeEnv>();
  api.use(async (exchange, next) => {
    await gate.admit(exchange, 'read');
    await next();
  });
  api.get('/live', (exchange) => openLive(exchange, parts.live));
  api.get('/status', async (exchange) => {
    exchange.header('Cache-Control', 'no-store');
    return exchange.json(await readStatus(parts));
  });
  api.post('/complete', (exchange) => complete(exchange, parts.vocabulary, budget));
  api.route('/', readingApi(parts, budget));
  // What has not been answered by now came with another method.
  for (const path of ['/live', '/status', ...readingPaths.get]) api.all(path, wrongMethod('GET'));
  for (const path of ['/complete', ...readingPaths.post]) api.all(path, wrongMethod('POST'));
  api.all('*', (exchange) => {
    throw new ServiceError('service/unknown-path', `There is nothing at ${exchange.req.path.slice(0, 128)}.`);
  });
  return api;
}

function openLive(exchange: Exchange, live: LiveFeed): Response {
  if (exchange.req.method === 'HEAD') {
    return exchange.body(null, 200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  }
  const { outgoing } = exchange.env;
  live.open(outgoing, exchange.get('requestId'), exchange.req.header('Last-Event-ID'));
  return RESPONSE_ALREADY_SENT;
}

/** The service in figures, as it is now. */
export async function readStatus(parts: OwnApiParts): Promise<Status> {
  return {
    version: parts.version,
    startedAt: parts.startedAtS,
    strict: parts.strict,
    intake: parts.intakeStatus(),
    store: await parts.store.status(),
    daemons: parts.daemons.reports(),
    liveReaders: parts.live.readers,
  };
}

function wrongMethod(allowed: string): (exchange: Exchange) => never {
  return (exchange) => {
    exchange.header('Allow', allowed);
    throw new ServiceError('service/wrong-method', `Send ${allowed} to ${exchange.req.path}.`);
  };
}
