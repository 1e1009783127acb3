import { cleanDocument } from '@radiograph/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTraceRequest, mapSpans, OtlpError, type OtlpErrorCode } from '../src/otlp/index.js';
import { anyRequest } from './arbitrary-requests.js';
import { encodeRequest } from './protobuf-encoding.js';

const EXPECTED: readonly OtlpErrorCode[] = ['otlp/malformed', 'otlp/too-complex'];

/** Decodes and maps; gives whether the bytes could be read. */
function outcome(bytes: Uint8Array, contentType: string): boolean {
  try {
    const { documents } = mapSpans(decodeTraceRequest(bytes, contentType));
    const refused = documents.find((document) => !cleanDocument(document).accepted);
    if (refused !== undefined) throw new Error(`protocol refuses ${JSON.stringify(refused)}`);
    return true;
  } catch (error) {
    if (error instanceof OtlpError && EXPECTED.includes(error.code)) return false;
    throw error;
  }
}

/** Deterministic random numbers (mulberry32), cheaper than a property's for bytes by the ten thousand. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % below;
  };
}

function mutated(bytes: Uint8Array, below: (limit: number) => number): Uint8Array {
  const cut = below(8) === 0 ? bytes.slice(0, below(bytes.length + 1)) : bytes.slice();
  const changes = cut.length === 0 ? 0 : 1 + below(4);
  for (let i = 0; i < changes; i++) cut[below(cut.length)] = below(4) === 0 ? 255 : below(256);
  return cut;
}

/** Small ones: what matters is the number of cases. */
const samples = fc
  .sample(anyRequest, { seed: 1, numRuns: 600 })
  .filter((request) => JSON.stringify(request).length < 1000 && (request.resourceSpans ?? []).length > 0);

/** Runs a case for each of so many seeds that fast-check draws; gives how many could be read. */
function readOf(numRuns: number, seed: number, make: (below: (limit: number) => number) => boolean): number {
  let read = 0;
  const cases = fc.property(fc.integer(), (state) => {
    if (make(randomNumbers(state))) read++;
  });
  fc.assert(cases, { seed, numRuns });
  return read;
}

test('random bytes as protobuf', () => {
  const read = readOf(40_000, 2, (below) => {
    const bytes = Uint8Array.from({ length: below(40) }, () => (below(2) === 0 ? below(32) : below(256)));
    return outcome(bytes, 'application/x-protobuf');
  });
  expect(read).toBeGreaterThan(100);
});

test('good protobuf with damaged bytes', () => {
  const requests = samples.map(encodeRequest).filter(({ length }) => length > 0);
  const read = readOf(40_000, 3, (below) =>
    outcome(mutated(requests[below(requests.length)]!, below), 'application/x-protobuf'),
  );
  expect(read).toBeGreaterThan(500);
  expect(read).toBeLessThan(40_000);
});

test('good JSON with damaged bytes', () => {
  const requests = samples.map((request) => new TextEncoder().encode(JSON.stringify(request)));
  const read = readOf(20_000, 4, (below) =>
    outcome(mutated(requests[below(requests.length)]!, below), 'application/json'),
  );
  expect(read).toBeGreaterThan(500);
  expect(read).toBeLessThan(20_000);
});

test('JSON with anything in the place of anything', () => {
  const names = fc.constantFrom(
    'resourceSpans',
    'scopeSpans',
    'spans',
    'resource',
    'attributes',
    'key',
    'value',
    'values',
    'arrayValue',
    'kvlistValue',
    'intValue',
    'traceId',
    'kind',
    'startTimeUnixNano',
    'events',
    'status',
    '__proto__',
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 6, depthSize: 'small' },
      fc.constantFrom(null, true, 0, -1, 1.5, 1e300, '', '12', 'abc', '00112233445566778899aabbccddeeff'),
      fc.array(tie('json'), { maxLength: 2 }),
      fc.dictionary(names, tie('json'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(json, (value) => {
      outcome(
        new TextEncoder().encode(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [value] }] }] })),
        'application/json',
      );
      outcome(new TextEncoder().encode(JSON.stringify(value)), 'application/json');
    }),
    { seed: 5, numRuns: 3000 },
  );
});
