import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { makeTraceId } from '@radiograph/protocol';
import { segment, waitFor } from '@radiograph/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { LiveFeed } from '../src/own/live-feed.js';
import { runningService } from './running-service.js';

const nothing = { received: 0, stored: 0, rejected: {} };

interface LiveEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: Record<string, unknown>;
}

/** Reads server-sent events as they come. */
async function listen(url: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const response = await fetch(`${url}/radiograph/v1/live`, { headers, signal: stop.signal });
  const events: LiveEvent[] = [];
  const ended = read(response, events).catch(() => undefined);
  return { response, events, ended, stop: () => stop.abort() };
}

async function read(response: Response, events: LiveEvent[]): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) events.push(...parse(block));
  }
}

function parse(block: string): LiveEvent[] {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const event = fields.get('event');
  if (event === undefined) return [];
  const id = fields.get('id');
  return [{ event, data: JSON.parse(fields.get('data') ?? ''), ...(id !== undefined && { id }) }];
}

test('a reader is told which traces changed, and the counters at once and every second', async () => {
  const { service, post } = await runningService();
  const live = await listen(service.url);
  expect(live.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  await waitFor(() => live.events.some(({ event }) => event === 'counters'), 500);

  const id = makeTraceId();
  await post('/TraceSegments', { TraceSegmentDocuments: [JSON.stringify(segment({ trace_id: id }))] });

  const notice = await waitFor(() => live.events.find(({ event }) => event === 'trace'));
  expect(notice.data).toEqual({ traceIds: [id] });
  const counted = await waitFor(
    () =>
      live.events.findLast(
        ({ event, data }) => event === 'counters' && JSON.stringify(data).includes('"stored":1'),
      ),
    3000,
  );
  expect(counted.data).toEqual({ udp: null, otlp: nothing, http: { received: 1, stored: 1, rejected: {} } });
  live.stop();
});

test('a reader that comes back is told what it missed; one from another run loads anew', async () => {
  const { service, post, store } = await runningService();
  const live = await listen(service.url);
  const ids = [makeTraceId(), makeTraceId()];
  const notices: LiveEvent[] = [];
  for (const id of ids) {
    await post('/TraceSegments', { TraceSegmentDocuments: [JSON.stringify(segment({ trace_id: id }))] });
    await store.settled();
    notices.push(await waitFor(() => live.events.find(({ data }) => JSON.stringify(data).includes(id))));
  }
  live.stop();

  const back = await listen(service.url, { 'last-event-id': notices[0]?.id ?? '' });
  await waitFor(() => back.events.some(({ event }) => event === 'trace'));
  expect(
    back.events.filter(({ event }) => event === 'trace').flatMap(({ data }) => data['traceIds']),
  ).toEqual([ids[1]]);
  back.stop();

  for (const foreign of ['other-1', 'nonsense', `${notices[0]?.id}9999`]) {
    const anew = await listen(service.url, { 'last-event-id': foreign });
    const told = await waitFor(() => anew.events.find(({ event }) => event === 'trace'));
    expect(told.data).toEqual({ traceIds: [] });
    anew.stop();
  }
});

test('a reader that does not read is cut, and the others go on', async () => {
  let notify: (traceIds: readonly string[]) => void = () => {};
  const feed = new LiveFeed({
    store: {
      subscribe(listener) {
        notify = (traceIds) => listener({ traceIds });
        return () => {};
      },
    },
    counters: () => ({ udp: null, http: nothing, otlp: nothing }),
  });
  const server = createServer((_request, response) => feed.open(response, 'id', undefined)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  onTestFinished(() => {
    feed.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const slow = connect(port, '127.0.0.1', () =>
    slow.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  ).pause();
  const keen = await listen(`http://127.0.0.1:${port}`);
  await waitFor(() => feed.readers === 2);

  const ids = Array.from({ length: 1000 }, () => makeTraceId());
  await waitFor(() => {
    notify(ids);
    return feed.readers === 1;
  });

  const seen = keen.events.length;
  notify(ids);
  await waitFor(() => keen.events.length > seen);
  keen.stop();
  await waitFor(() => feed.readers === 0);
  slow.destroy();
});

test('no more than 64 read at one time', async () => {
  const { service } = await runningService();
  const readers = await Promise.all(Array.from({ length: 64 }, () => listen(service.url)));
  const refused = await fetch(`${service.url}/radiograph/v1/live`);
  expect([refused.status, (await refused.json()).code]).toEqual([429, 'service/throttled']);
  for (const reader of readers) reader.stop();
});
