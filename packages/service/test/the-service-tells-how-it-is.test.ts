import { makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { replacing, runningService } from './running-service.js';
import { udpCounters } from './udp-counters.js';

test('health and readiness are there without a key, metrics with one', async () => {
  const secret = 'reader-secret-0123';
  const keys = { text: JSON.stringify({ keys: [{ id: 'prometheus', secret, rights: ['read'] }] }) };
  const { service } = await runningService({ keys });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(service.url + path, { headers });
  expect(await (await get('/health')).json()).toEqual({ status: 'ok' });
  expect(await (await get('/ready')).json()).toEqual({ status: 'ready' });
  expect((await get('/metrics')).status).toBe(403);
  expect((await get('/metrics', { Authorization: `Bearer ${secret}` })).status).toBe(200);
});

test('a store that does not answer makes the service not ready', async () => {
  const { service } = await runningService({}, (store) =>
    replacing(store, { status: () => Promise.reject(new Error('broken')) }),
  );
  const response = await fetch(`${service.url}/ready`);
  expect([response.status, await response.json()]).toEqual([503, { status: 'not ready' }]);
  expect((await fetch(`${service.url}/health`)).status).toBe(200);
});

test('metrics count what came, what was refused and why, what waits and how long the store took', async () => {
  const { service, post } = await runningService({ intakeCounters: () => udpCounters, version: '1.2.3' });
  const now = Math.floor(Date.now() / 1000);
  const good = segment({ trace_id: makeTraceId(now), start_time: now, end_time: now + 1 });
  await post('/TraceSegments', { TraceSegmentDocuments: [JSON.stringify(good), '{}'] });
  const response = await fetch(`${service.url}/metrics`);
  expect(response.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const metrics = await response.text();
  for (const line of [
    'radiograph_info{version="1.2.3"} 1',
    'radiograph_received_total{intake="http"} 2',
    'radiograph_received_total{intake="udp"} 9',
    'radiograph_stored_total{intake="http"} 1',
    'radiograph_rejected_total{intake="udp",reason="MissingId"} 2',
    'radiograph_dropped_total{intake="udp",reason="buffer-full"} 1',
    'radiograph_kernel_drops_total 3',
    'radiograph_queue_bytes 77',
    'radiograph_store_documents 1',
    'radiograph_store_left_out_total{reason="trace-too-large"} 0',
    'radiograph_store_call_seconds_bucket{call="append",le="+Inf"} 1',
    'radiograph_store_call_seconds_count{call="append"} 1',
  ]) {
    expect(metrics.split('\n')).toContain(line);
  }
  expect(metrics).toMatch(/^radiograph_rejected_total\{intake="http",reason="\w+"\} 1$/m);
  // Every line is a comment or a sample, and every family is announced once.
  for (const line of metrics.trimEnd().split('\n')) {
    expect(line).toMatch(
      /^(# (HELP|TYPE) radiograph_\w+ .+|radiograph_\w+(\{(\w+="[^"\n]*",?)+\})? [\d.e+-]+)$/,
    );
  }
  const types = [...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(new Set(types).size).toBe(types.length);
});
