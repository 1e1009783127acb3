import { Hono } from 'hono';
import type { ConsoleFile } from '../console/console-files.js';
import { serveConsole } from '../console/serve-console.js';
import type { Logger } from '../logger.js';
import { type OwnApiParts, ownApi } from '../own/own-api.js';
import { ServiceError } from '../service-error.js';
import { answerOperation } from '../xray/answer-operation.js';
import type { XrayParts } from '../xray/operation.js';
import { answerError } from './answer-error.js';
import { BodyBudget } from './body-budget.js';
import type { ExchangeEnv } from './exchange.js';
import { stampHeaders } from './headers.js';
import { guardHost, type HostNames } from './host-guard.js';

/** The bodies of all requests together may hold this many bytes. */
const bodyBudgetBytes = 256 * 1024 * 1024;

/** What the app is made of. */
export interface AppParts {
  readonly names: HostNames;
  readonly xray: XrayParts;
  readonly own: OwnApiParts;
  readonly consoleFiles: ReadonlyMap<string, ConsoleFile>;
  readonly logger: Logger;
  /** Whether the service is shutting down. */
  closing(): boolean;
}

/** Everything the service answers on its port: `POST` is X-Ray's, `GET` the console's, `/radiograph/v1/` our own. */
export function createApp(parts: AppParts): Hono<ExchangeEnv> {
  const { logger } = parts;
  const budget = new BodyBudget(bodyBudgetBytes);
  const app = new Hono<ExchangeEnv>();
  app.onError((error, exchange) => answerError(exchange, error, logger));
  app.use(stampHeaders(parts.closing));
  app.use(guardHost(parts.names));
  app.route('/radiograph/v1', ownApi(parts.own, budget));
  app.post('*', answerOperation(parts.xray, budget, logger));
  app.get('*', serveConsole(parts.consoleFiles));
  app.all('*', (exchange) => {
    exchange.header('Allow', 'GET, HEAD, POST');
    throw new ServiceError(
      'service/wrong-method',
      `${exchange.req.method.slice(0, 32)} is not used here; send GET or POST.`,
    );
  });
  return app;
}
