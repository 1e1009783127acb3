import { connect } from 'node:net';
import { XRayClient } from '@aws-sdk/client-xray';
import { type Service, type ServiceOptions, startService } from '@radiograph/service';
import { openStore, type TraceStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { onTestFinished } from 'vitest';

/** A service on a free port over a real store in a folder of its own, and the official client for it. */
export interface RunningService {
  readonly service: Service;
  readonly store: TraceStore;
  readonly client: XRayClient;
  /** Another official client of the same service, with other credentials or a clock that is off. */
  clientAs(credentials: { accessKeyId: string; secretAccessKey: string }, clockOffsetMs?: number): XRayClient;
  /** Sends a `POST` with a body to a path. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** Starts a {@link RunningService} that ends with its test. `over` may stand between the service and the store. */
export async function runningService(
  options: Partial<Omit<ServiceOptions, 'store'>> = {},
  over: (store: TraceStore) => TraceStore = (store) => store,
): Promise<RunningService> {
  const folder = await temporaryFolder();
  const store = await openStore({ folder: folder.path });
  const service = await startService({ host: '127.0.0.1', port: 0, ...options, store: over(store) });
  const clients: XRayClient[] = [];
  const clientAs: RunningService['clientAs'] = (credentials, clockOffsetMs = 0) => {
    const client = new XRayClient({
      endpoint: service.url,
      region: 'eu-west-1',
      credentials,
      maxAttempts: 1,
      systemClockOffset: clockOffsetMs,
    });
    clients.push(client);
    return client;
  };
  const client = clientAs({ accessKeyId: 'any', secretAccessKey: 'any' });
  onTestFinished(async () => {
    for (const one of clients) one.destroy();
    await service.close();
    await store.close();
    await folder.remove();
  });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(service.url + path, {
      method: 'POST',
      headers,
      body:
        typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
    });
  return { service, store, client, clientAs, post };
}

/** Sends bytes to a service as they are, and gives everything that comes back until the connection ends. */
export function exchangeRaw(service: Service, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(service.address.port, service.address.address, () => socket.write(request));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      answer += text;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

/** The same store with some of its methods replaced. */
export function replacing(store: TraceStore, methods: Partial<TraceStore>): TraceStore {
  return {
    append: (batch, options) => store.append(batch, options),
    search: (query, signal) => store.search(query, signal),
    traces: (ids, signal) => store.traces(ids, signal),
    compiledTraces: (ids, signal) => store.compiledTraces(ids, signal),
    documentLines: (ids, signal) => store.documentLines(ids, signal),
    exceptions: (ids, signal) => store.exceptions(ids, signal),
    comparison: (ids, signal) => store.comparison(ids, signal),
    serviceGraph: (query, signal) => store.serviceGraph(query, signal),
    settled: () => store.settled(),
    deleteBefore: (epochS) => store.deleteBefore(epochS),
    series: (query, signal) => store.series(query, signal),
    settings: (kind) => store.settings(kind),
    putSetting: (change) => store.putSetting(change),
    deleteSetting: (removal) => store.deleteSetting(removal),
    status: () => store.status(),
    subscribe: (listener) => store.subscribe(listener),
    close: () => store.close(),
    ...methods,
  };
}
