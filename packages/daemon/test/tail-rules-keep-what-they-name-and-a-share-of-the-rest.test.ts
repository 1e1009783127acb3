import { makeTraceId } from '@radiograph/protocol';
import { expect, it } from 'vitest';
import type { Sink } from '../src/sink.js';
import { type TailRules, TailSink } from '../src/tail/tail-sink.js';
import { startTestDaemon } from './daemon-rig.js';
import { eventually } from './eventually.js';
import { startFakeXray } from './fake-xray.js';

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const segment = (traceId: string, fields: object = {}) =>
  new TextEncoder().encode(JSON.stringify({ trace_id: traceId, id: '0123456789abcdef', ...fields }));

/** Keeps traces of which a document bears a fault. */
const keep: TailRules['keep'] = (_id, documents) =>
  documents.some((bytes) => textOf(bytes).includes('"fault"'));
const RULES: TailRules = { keep, samplePercent: 0, waitMs: 30, maxBytes: 1024 * 1024 };

function collector(): Sink & { readonly texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    async accept(batch) {
      texts.push(...batch.map(textOf));
      return batch.map(() => ({ accepted: true }));
    },
  };
}

it('a trace is judged as a whole: a fault that comes last keeps what came first', async () => {
  const next = collector();
  const tail = new TailSink(next, RULES);
  const [good, bad] = [makeTraceId(), makeTraceId()];
  await tail.accept([segment(good), segment(bad, { n: 1 })]);
  expect(next.texts).toEqual([]);
  await tail.accept([segment(bad, { n: 2, fault: true }), segment(good)]);
  await eventually(() => expect(tail.figures().waiting).toBe(0));
  await eventually(() => expect(next.texts).toHaveLength(2));
  expect(next.texts.every((text) => text.includes(bad))).toBe(true);
  expect(tail.figures()).toEqual({
    received: 4,
    passed: 2,
    sampledOut: 2,
    waiting: 0,
    waitingBytes: 0,
    judgedEarly: 0,
  });
});

it('what comes after the judgement shares it, and what has no trace id is passed on at once', async () => {
  const next = collector();
  const tail = new TailSink(next, { ...RULES, waitMs: 60_000 });
  const [good, bad] = [makeTraceId(), makeTraceId()];
  await tail.accept([segment(good), segment(bad, { fault: true })]);
  await tail.finish();
  expect(next.texts).toHaveLength(1);
  await tail.accept([segment(good, { fault: true }), segment(bad), new TextEncoder().encode('no json')]);
  expect(next.texts).toHaveLength(3);
  expect(tail.figures()).toMatchObject({ passed: 3, sampledOut: 2, waiting: 0 });
});

it('the share of the rest is what was asked for, and every daemon chooses the same', async () => {
  const [one, other] = [collector(), collector()];
  const ids = Array.from({ length: 4000 }, () => makeTraceId());
  for (const next of [one, other]) {
    const tail = new TailSink(next, { ...RULES, samplePercent: 25, maxBytes: 1024 * 1024 * 1024 });
    await tail.accept(ids.map((id) => segment(id)));
    await tail.finish();
  }
  expect(one.texts.length).toBeGreaterThan(850);
  expect(one.texts.length).toBeLessThan(1150);
  expect(other.texts).toEqual(one.texts);
});

it('memory is bounded: the oldest are judged early, and none goes missing', async () => {
  const next = collector();
  const tail = new TailSink(next, { ...RULES, waitMs: 60_000, maxBytes: 100_000 });
  for (let n = 0; n < 1000; n++) {
    await tail.accept([
      segment(makeTraceId(), { pad: 'x'.repeat(500), ...(n % 10 === 0 && { fault: true }) }),
    ]);
    expect(tail.figures().waitingBytes).toBeLessThanOrEqual(100_000);
  }
  await tail.finish();
  const { received, passed, sampledOut, waiting, judgedEarly } = tail.figures();
  expect({ received, passed, sampledOut, waiting }).toEqual({
    received: 1000,
    passed: 100,
    sampledOut: 900,
    waiting: 0,
  });
  expect(judgedEarly).toBeGreaterThan(800);
});

it('a trace that cannot be judged is kept', async () => {
  const next = collector();
  const fail = (): never => {
    throw new Error('no');
  };
  const tail = new TailSink(next, { ...RULES, keep: fail });
  await tail.accept([segment(makeTraceId())]);
  await tail.finish();
  expect(next.texts).toHaveLength(1);
});

it('a daemon judges at its end what still waits, and tells what it left out', async () => {
  const xray = await startFakeXray();
  const configuration = { tailSample: 0, tailKeep: 'anything', tailWaitMs: 60_000 };
  const { daemon, sender } = await startTestDaemon(xray.url, configuration, { compileKeep: () => keep });
  const frame = (bytes: Uint8Array) => `{"format":"json","version":1}\n${textOf(bytes)}`;
  await sender.send(frame(segment(makeTraceId(), { fault: true })));
  await sender.send(frame(segment(makeTraceId())));
  await eventually(() => expect(daemon.status().tail).toMatchObject({ waiting: 2 }));
  await daemon.close();
  expect(xray.documents).toHaveLength(1);
  expect(daemon.status().tail).toMatchObject({ received: 2, passed: 1, sampledOut: 1, waiting: 0 });
});
