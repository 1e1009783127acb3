import { Hono } from 'hono';
import type { Gate } from '../access/gate.js';
import type { ExchangeEnv } from '../http/exchange.js';
import { type OwnApiParts, readStatus } from '../own/own-api.js';
import { metricsText } from './metrics.js';
import type { Timings } from './timings.js';

/** How long the store may take to answer before the service counts as not ready, in milliseconds. */
const readyMs = 2000;

/** What the probes look at. */
export interface ProbeParts {
  readonly own: OwnApiParts;
  readonly timings: Timings;
  readonly gate: Gate;
  /** Whether the service is shutting down. */
  closing(): boolean;
}

/** For what watches the service: `/health`, whether it lives; `/ready`, whether it can serve; `/metrics`, for Prometheus. */
export function probes(parts: ProbeParts): Hono<ExchangeEnv> {
  const app = new Hono<ExchangeEnv>();
  app.get('/health', (exchange) => {
    exchange.header('Cache-Control', 'no-store');
    return exchange.json({ status: 'ok' });
  });
  app.get('/ready', async (exchange) => {
    exchange.header('Cache-Control', 'no-store');
    const ready = !parts.closing() && (await answersInTime(parts.own));
    return exchange.json({ status: ready ? 'ready' : 'not ready' }, ready ? 200 : 503);
  });
  app.get('/metrics', async (exchange) => {
    await parts.gate.admit(exchange, 'read');
    exchange.header('Cache-Control', 'no-store');
    const text = metricsText(await readStatus(parts.own), parts.timings);
    return exchange.body(text, 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  return app;
}

async function answersInTime({ store }: OwnApiParts): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), readyMs);
  });
  try {
    return await Promise.race([store.status().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
