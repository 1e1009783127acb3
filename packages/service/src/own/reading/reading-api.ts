import type { TraceStore } from '@radiograph/store';
import { Hono } from 'hono';
import type { BodyBudget } from '../../http/body-budget.js';
import type { Exchange, ExchangeEnv } from '../../http/exchange.js';
import { parseJsonObject } from '../../http/parse-json.js';
import { withBody } from '../../http/read-body.js';
import { analyze } from './analyze.js';
import { compare } from './compare.js';
import { exceptions } from './exceptions.js';
import { exportTraces } from './export.js';
import { graph } from './graph.js';
import { histogram } from './histogram.js';
import type { ScopeRules } from './scope.js';

/** What the readings work with. */
export interface ReadingParts extends ScopeRules {
  readonly store: TraceStore;
}

/** A reading: members of a request in, an answer to be written as JSON out. */
type Reading = (
  members: Record<string, unknown>,
  parts: ReadingParts & { readonly signal: AbortSignal },
) => Promise<object>;

/** The readings by their path; each is asked by `POST`. */
const readings: Readonly<Record<string, Reading>> = {
  '/histogram': histogram,
  '/exceptions': exceptions,
  '/analyze': analyze,
  '/compare': compare,
  '/graph': graph,
};

/** The paths of the readings, which take `POST`, and of the export, which takes `GET`. */
export const readingPaths: { readonly post: readonly string[]; readonly get: readonly string[] } = {
  post: Object.keys(readings),
  get: ['/export'],
};

const maxBodyBytes = 64 * 1024;

/** The part of the own API that answers questions about stored traces. */
export function readingApi(parts: ReadingParts, budget: BodyBudget): Hono<ExchangeEnv> {
  const api = new Hono<ExchangeEnv>();
  for (const [path, reading] of Object.entries(readings))
    api.post(path, (exchange) => answer(exchange, reading, parts, budget));
  api.get('/export', (exchange) => exportTraces(exchange, parts));
  return api;
}

async function answer(
  exchange: Exchange,
  reading: Reading,
  parts: ReadingParts,
  budget: BodyBudget,
): Promise<Response> {
  const members = await withBody(exchange.env.incoming, maxBodyBytes, budget, async (body) =>
    parseJsonObject(body),
  );
  exchange.header('Cache-Control', 'no-store');
  return exchange.json(await reading(members, { ...parts, signal: exchange.req.raw.signal }));
}
