import { trafficGenerator } from '@radiograph/testkit';
import { assemble, type TraceRecord, traceRecord } from '@radiograph/trace';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { awkwardTraffic } from '../src/conformance/traffic.js';
import { writeRecordBytes } from '../src/sqlite/record-bytes.js';
import { readRecordBytes } from '../src/sqlite/record-from-bytes.js';
import { readRecord, writeRecord } from '../src/sqlite/record-text.js';
import { knownNode, readWords, type Words, writeWords } from '../src/sqlite/record-vocabulary.js';
import { RecordWriter } from '../src/sqlite/record-writer.js';
import { WordCount } from '../src/sqlite/word-count.js';

const NO_WORDS: Words = { texts: [], nodes: [] };

const NO_OUTCOME = { error: false, throttle: true, fault: false, partial: false };

/** As text, as bytes that hold all their words, and as bytes that point into a vocabulary of half of them. */
function expectSame(record: TraceRecord): void {
  expect(readRecord(writeRecord(record))).toStrictEqual(record);
  const alone = new WordCount(NO_WORDS);
  const own = new RecordWriter(alone);
  const text = writeRecord(record);
  writeRecordBytes(text, own);
  const words: Words = {
    texts: [...own.ownTexts].filter((_, i) => i % 2 === 0),
    nodes: [...own.ownNodes].filter((_, i) => i % 2 === 1).map(knownNode),
  };
  const read = readRecordBytes(own.take(), NO_WORDS);
  expect(read).toStrictEqual(record);
  expect(JSON.stringify(read)).toBe(JSON.stringify(readRecord(text)));
  const shared = new RecordWriter(new WordCount(words));
  writeRecordBytes(text, shared);
  const stored = readWords(
    writeWords(
      words.texts,
      words.nodes.map(({ node }) => node),
    ),
  );
  expect(readRecordBytes(shared.take(), stored)).toStrictEqual(record);
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

it('with numbers that are not whole, ids that are no hexadecimal digits, and root causes with exceptions', () => {
  const node = { name: 'shop', type: 'AWS::EC2::Instance', accountId: '123456789012' };
  const request = { node, names: ['shop', 'laden'], inferred: false, root: true, ...NO_OUTCOME };
  const odd = {
    ...request,
    id: 'Not-Hex',
    start: 1_700_000_000.123_456_7,
    responseTime: 0.1 + 0.2,
    status: 200.5,
  };
  const far = { ...request, id: '70de5b6f19ff9a0a', start: 1e300, partial: true, status: -5, clientIp: '' };
  const entity = { name: 'ä', remote: true, exceptions: [{ name: 'E\ud800', message: '' }] };
  expectSame({
    id: '1-581cf771-a006649127e371903a2de979',
    start: odd.start,
    end: 1e300,
    duration: 1 / 3,
    revision: 7,
    partial: true,
    inferred: true,
    throttle: true,
    segments: [odd, far],
    calls: [{ from: { name: 'a' }, to: node, toNames: ['shop'], ...NO_OUTCOME, start: 0, userAgent: 'ü' }],
    annotations: [1e300, -1, 0.5, Number.MAX_SAFE_INTEGER, -(2 ** 52), true, false, 'x'].map((value) => ({
      key: 'k',
      value,
      nodes: [node, { name: 'a' }],
    })),
    users: [{ name: 'u', nodes: [] }],
    availabilityZones: ['eu-west-1a'],
    instanceIds: ['i-1', 'i-2'],
    resourceArns: [],
    faultRootCauses: [
      {
        clientImpacting: true,
        services: [
          { node, names: ['other'], inferred: true, entityPath: [entity, { ...entity, coverage: 1 / 3 }] },
        ],
      },
    ],
    errorRootCauses: [{ clientImpacting: false, services: [] }],
    responseTimeRootCauses: [],
  });
});
