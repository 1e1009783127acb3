import { trafficGenerator } from '@radiograph/testkit';
import { assemble, type TraceRecord, traceRecord } from '@radiograph/trace';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { awkwardTraffic } from '../src/conformance/traffic.js';
import { readRecord, writeRecord } from '../src/sqlite/record-text.js';

function expectSame(record: TraceRecord): void {
  expect(readRecord(writeRecord(record))).toStrictEqual(record);
}

it('for traffic of every awkward kind', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      for (const [id, documents] of awkwardTraffic(seed, 5))
        expectSame(traceRecord(assemble(id, documents), seed));
    }),
    { seed: 20_261_122, numRuns: 50 },
  );
});

it('for ordinary traffic, in less than half the size of plain JSON', () => {
  const traffic = trafficGenerator(3);
  let plain = 0;
  let written = 0;
  for (let n = 0; n < 200; n++) {
    const { id, documents } = traffic.next().value;
    const record = traceRecord(assemble(id, documents), 1);
    expectSame(record);
    plain += JSON.stringify(record).length;
    written += writeRecord(record).length;
  }
  expect(written / plain).toBeLessThan(1 / 2);
});

it('with texts that hold NUL, lone surrogates and quotes, and with values of every kind', () => {
  const awkward = 'a\u0000b\ud800"\'%_';
  const id = '1-581cf771-a006649127e371903a2de979';
  const document = {
    trace_id: id,
    id: '70de5b6f19ff9a0a',
    name: awkward,
    start_time: 1.25,
    end_time: 2.5,
    user: awkward,
    annotations: { text: awkward, number: 0.1 + 0.2, truth: false },
    http: { request: { url: awkward, method: '' }, response: { status: 0 } },
  };
  expectSame(traceRecord(assemble(id, [document]), 1));
});
