import { cleanDocument, type SubsegmentDocument, type TraceDocument } from '@radiograph/protocol';
import { describe, expect, test } from 'vitest';
import { type GeneratedTrace, trafficGenerator } from '../src/index.js';

function take(seed: number, count: number): readonly GeneratedTrace[] {
  const traces: GeneratedTrace[] = [];
  for (const trace of trafficGenerator(seed)) {
    traces.push(trace);
    if (traces.length === count) break;
  }
  return traces;
}

function callsOf(document: TraceDocument): readonly SubsegmentDocument[] {
  return document.subsegments ?? [];
}

const traces = take(1, 2_000);
const documents = traces.flatMap((trace) => trace.documents);

test('the same seed gives the same traffic, another seed another', () => {
  expect(take(1, 20)).toEqual(traces.slice(0, 20));
  expect(take(2, 20)).not.toEqual(traces.slice(0, 20));
});

test('time goes on as asked', () => {
  const traffic = trafficGenerator(1, { startS: 1_000_000_000, tracesPerS: 2 });
  const starts = [1, 2, 3].map(() =>
    Math.min(...traffic.next().value.documents.map((one) => one.start_time)),
  );
  expect(starts).toEqual([1_000_000_000, 1_000_000_000.5, 1_000_000_001]);
});

test('every document is accepted as it is', () => {
  for (const document of documents) {
    const parsed = cleanDocument(document);
    expect(parsed.accepted && parsed.document).toBe(document);
  }
});

describe('sizes and shares', () => {
  test('about five documents a trace and 1.3 KB a document', () => {
    const bytes = documents.reduce((sum, document) => sum + JSON.stringify(document).length, 0);
    expect(documents.length / traces.length).toBeCloseTo(5, 0);
    expect(bytes / documents.length).toBeGreaterThan(1_150);
    expect(bytes / documents.length).toBeLessThan(1_450);
  });

  test('about 2 % of the traces have a fault, with one exception at its bottom', () => {
    const faulty = traces.filter((trace) => trace.documents.some((document) => document.fault));
    expect(faulty.length / traces.length).toBeGreaterThan(0.01);
    expect(faulty.length / traces.length).toBeLessThan(0.03);
    for (const trace of faulty) {
      const thrown = trace.documents.filter((document) => typeof document.cause === 'object');
      expect(thrown.length).toBe(1);
    }
  });

  test('there are errors, throttles, queries, AWS calls and calls to others', () => {
    const calls = documents.flatMap(callsOf);
    expect(documents.some((document) => document.error)).toBe(true);
    expect(calls.some((call) => call.throttle)).toBe(true);
    expect(calls.some((call) => call.sql !== undefined)).toBe(true);
    expect(calls.some((call) => call.namespace === 'aws')).toBe(true);
    expect(new Set(documents.map((document) => document.name)).size).toBeGreaterThan(6);
  });
});

test('callees come before their callers, name the call as parent, and lie within it', () => {
  for (const { id, documents: sent } of traces.slice(0, 200)) {
    const calls = new Map(
      sent.flatMap((one, i) => callsOf(one).map((call) => [call.id, { call, i }] as const)),
    );
    expect(sent.every((document) => document.trace_id === id)).toBe(true);
    expect(sent.filter((document) => document.parent_id === undefined)).toEqual([sent.at(-1)]);
    for (const [i, document] of sent.entries()) {
      if (document.parent_id === undefined) continue;
      const caller = calls.get(document.parent_id);
      expect(caller?.i).toBeGreaterThan(i);
      expect(caller?.call.start_time).toBeLessThanOrEqual(document.start_time);
      expect(caller?.call.end_time).toBeGreaterThanOrEqual(document.end_time ?? Number.POSITIVE_INFINITY);
    }
  }
});

test('ids are unique', () => {
  const ids = documents.flatMap((document) => [document.id, ...callsOf(document).map((call) => call.id)]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(traces.map((trace) => trace.id)).size).toBe(traces.length);
});
