import type { IncomingMessage } from 'node:http';
import { defaultRecorder } from '../../index.js';
import { express } from '../express/index.js';
import { fastify } from '../fastify/index.js';
import { type IncomingOptions, recordRequestError, type SegmentName } from '../http/index.js';

/** As much of a Nest application as is used. */
export interface NestApplication {
  use(...middleware: never[]): unknown;
  useGlobalInterceptors(...interceptors: never[]): unknown;
  getHttpAdapter(): unknown;
}

/** An observable of rxjs. */
interface Results {
  subscribe(observer: Observer): unknown;
}
interface Observer {
  next(value: unknown): void;
  error(error: unknown): void;
  complete(): void;
}
type ObservableClass = new (subscribe: (observer: Observer) => unknown) => Results;

interface ExecutionContext {
  getType(): string;
  switchToHttp(): { getRequest(): unknown };
}

/**
 * Makes each request of a Nest application a segment, on Express or Fastify. Call it right after the application is made.
 * What pipes, controllers and services throw is recorded, and counts as the response of Nest's filters says.
 *
 * @param name the segment's name, or what tells it from the request; by default the recorder's `service`
 * @example
 * const app = await NestFactory.create(AppModule);
 * await nest(app, 'shop');
 */
export async function nest(
  app: NestApplication,
  name?: SegmentName,
  options: IncomingOptions = {},
): Promise<void> {
  try {
    const adapter = app.getHttpAdapter() as { getType?(): string };
    if (adapter.getType?.() === 'fastify') await register(app, fastify(name, options));
    else (app.use as (middleware: unknown) => void).call(app, express(name, options));
    recordNestErrors(app);
  } catch (error) {
    const recorder = options.recorder ?? defaultRecorder();
    recorder.tellLeftOut('this version of Nest is built otherwise: its requests are not recorded', error);
  }
}

/** Records what handlers of a Nest application throw, for requests that are segments already. */
export function recordNestErrors(app: Pick<NestApplication, 'useGlobalInterceptors'>): void {
  (app.useGlobalInterceptors as (interceptor: unknown) => void).call(app, { intercept });
}

/** Applications on Fastify take its plugins. */
async function register(app: object, plugin: unknown): Promise<void> {
  await (app as { register(plugin: unknown): Promise<unknown> }).register(plugin);
}

/** Nest's filters answer errors, so that neither Express nor Fastify hears of them. */
function intercept(execution: ExecutionContext, next: { handle(): Results }): Results {
  const results = next.handle();
  if (execution.getType() !== 'http') return results;
  const request = execution.switchToHttp().getRequest() as IncomingMessage & { raw?: IncomingMessage };
  return tapError(results, (error) => recordRequestError(request.raw ?? request, error));
}

/** Made with the class of what Nest hands over, as rxjs is the application's. */
function tapError(results: Results, onError: (error: unknown) => void): Results {
  const Observable = results.constructor as ObservableClass;
  return new Observable((observer) =>
    results.subscribe({
      next: (value) => observer.next(value),
      error: (error) => {
        onError(error);
        observer.error(error);
      },
      complete: () => observer.complete(),
    }),
  );
}
