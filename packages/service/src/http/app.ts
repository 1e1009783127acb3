import { Hono } from 'hono';
import type { Gate } from '../access/gate.js';
import type { KeyRing } from '../access/key-ring.js';
import { loginApi } from '../access/login.js';
import { guardPages, serveLogin } from '../access/serve-login.js';
import type { ConsoleFile } from '../console/console-files.js';
import { serveConsole } from '../console/serve-console.js';
import type { Logger } from '../logger.js';
import { probes } from '../observe/probes.js';
import type { Timings } from '../observe/timings.js';
import { answerOtlp, type OtlpParts, onlyPostOtlp, otlpPath } from '../otlp/answer-otlp.js';
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
  readonly gate: Gate;
  readonly ring: KeyRing | undefined;
  readonly xray: XrayParts;
  readonly own: OwnApiParts;
  /** Absent: OTLP is not taken. */
  readonly otlp: OtlpParts | undefined;
  readonly timings: Timings;
  readonly consoleFiles: ReadonlyMap<string, ConsoleFile>;
  readonly logger: Logger;
  /** Whether the service is shutting down. */
  closing(): boolean;
}

/** What the service answers on its port, and on the port of OTLP alone. */
export interface Apps {
  readonly main: Hono<ExchangeEnv>;
  readonly otlp: Hono<ExchangeEnv>;
}

/**
 * Everything the service answers: `POST` is X-Ray's, `GET` the console's, `/radiograph/v1/` our own, `/v1/traces` OTLP's, which has
 * an app of its own as well, for its own port.
 */
export function createApps(parts: AppParts): Apps {
  const budget = new BodyBudget(bodyBudgetBytes);
  const main = guarded(parts);
  const otlp = guarded(parts);
  addOtlp(main, parts, budget);
  addOtlp(otlp, parts, budget);
  otlp.all('*', (exchange) => {
    throw new ServiceError(
      'service/unknown-path',
      `This port takes OTLP at POST ${otlpPath}, not ${exchange.req.path.slice(0, 128)}.`,
    );
  });
  addRest(main, parts, budget);
  return { main, otlp };
}

function guarded({ closing, names, logger }: AppParts): Hono<ExchangeEnv> {
  const app = new Hono<ExchangeEnv>();
  app.onError((error, exchange) => answerError(exchange, error, logger));
  app.use(stampHeaders(closing));
  app.use(guardHost(names));
  return app;
}

function addOtlp(app: Hono<ExchangeEnv>, { otlp }: AppParts, budget: BodyBudget): void {
  if (otlp === undefined) return;
  app.post(otlpPath, (exchange) => answerOtlp(exchange, otlp, budget));
  app.all(otlpPath, onlyPostOtlp);
}

function addRest(app: Hono<ExchangeEnv>, parts: AppParts, budget: BodyBudget): void {
  const { gate, ring, logger } = parts;
  app.route('/', probes(parts));
  if (ring !== undefined) {
    app.route('/radiograph/v1', loginApi({ gate, ring, budget, logger, nowS: parts.xray.nowS }));
    app.route('/', serveLogin(gate));
  }
  app.route('/radiograph/v1', ownApi(parts.own, gate, budget));
  app.post('*', answerOperation(parts.xray, gate, budget, logger));
  if (ring !== undefined) app.use(guardPages(gate));
  app.get('*', serveConsole(parts.consoleFiles));
  app.all('*', (exchange) => {
    exchange.header('Allow', 'GET, HEAD, POST');
    throw new ServiceError(
      'service/wrong-method',
      `${exchange.req.method.slice(0, 32)} is not used here; send GET or POST.`,
    );
  });
}
