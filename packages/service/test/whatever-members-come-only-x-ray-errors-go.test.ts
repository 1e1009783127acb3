import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHeaderSignature, readQuerySignature } from '../src/access/aws-signature.js';
import { Networks } from '../src/access/networks.js';
import { readKeys } from '../src/access/read-keys.js';
import { sessionToken } from '../src/access/session-cookie.js';
import { refusalOf, toServiceError } from '../src/http/refusals.js';
import { DaemonHealth } from '../src/own/daemon-health.js';
import { HttpIntake } from '../src/own/http-intake.js';
import { ServiceError } from '../src/service-error.js';
import { operations } from '../src/xray/operations.js';
import { xrayParts } from '../src/xray/xray-parts.js';
import { modelledOperations, requestMembers } from './official-model.js';
import { runningService } from './running-service.js';

/** Names of members by the path of the operation that knows them, and some that none knows. */
const names = new Map(
  modelledOperations.map((operation) => [
    operation.path,
    [
      ...requestMembers(operation).flatMap(({ place: [name, ...rest] }) =>
        typeof name === 'string' && rest.length === 0 ? [name] : [],
      ),
      '__proto__',
      'constructor',
      'anything',
    ],
  ]),
);
/** Values near to what members hold, and values far from it. */
const values = fc.oneof(
  { depthSize: 'small' },
  fc.constantFrom<unknown>(
    0,
    1_700_000_000,
    -1,
    1e300,
    60,
    '',
    'Default',
    'service("a")',
    'group.name = "Default"',
    '1-5759e988-bd862e3fe1be46a994272793',
    '2026-01-01T00:00:00Z',
    'arn:aws:xray:local:000000000000:group/Default',
    '\u0000\ud800',
    [],
    [{ Key: 'a', Value: 'b' }],
    { RuleName: 'r', Priority: 1 },
    { RuleName: 'Default', FixedRate: 0.5 },
    true,
  ),
  fc.jsonValue({ maxDepth: 4 }),
);
/** Members inside of structures, of all operations. */
const inner = [
  ...new Set(modelledOperations.flatMap(requestMembers).map(({ place }) => place.at(-1))),
].filter((name) => typeof name === 'string');
const structures = fc.dictionary(fc.constantFrom(...inner), values, { maxKeys: 5 });
/** A request to an operation, of its own members. */
const requests = fc.constantFrom(...operations.values()).chain((operation) => {
  const own = fc.constantFrom(...(names.get(operation.path) ?? []));
  const anything = fc.oneof(
    { weight: 4, arbitrary: values },
    structures,
    fc.array(structures, { maxLength: 2 }),
  );
  const members = fc.array(fc.tuple(own, anything), { maxLength: 6 });
  return members.map((entries) => ({ operation, input: Object.fromEntries(entries) }));
});

test('every operation answers whatever members come, or refuses them with a 4xx', async () => {
  const { store } = await runningService();
  const parts = xrayParts({
    store,
    strict: false,
    daemons: new DaemonHealth(),
    intake: new HttpIntake(),
    takesDatagrams: true,
    sampleEverything: true,
  });
  const { signal } = new AbortController();
  const refused = new Set<number>();
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(requests, async ({ operation, input }) => {
      try {
        const answer = await operation.answer(input, { ...parts, signal });
        if (Symbol.asyncIterator in answer) {
          const pieces: Uint8Array[] = [];
          for await (const piece of answer) pieces.push(piece);
          expect(JSON.parse(Buffer.concat(pieces).toString())).toBeTypeOf('object');
        } else JSON.stringify(answer);
        answered++;
      } catch (error) {
        const { code } = toServiceError(error);
        expect([operation.name, code, refusalOf(code).status < 500]).toEqual([operation.name, code, true]);
        refused.add(refusalOf(code).status);
      }
    }),
    { seed: 7, numRuns: 100_000 },
  );
  expect(refused).toContain(400);
  expect(answered).toBeGreaterThan(5000);
  expect(({} as Record<string, unknown>)['anything']).toBeUndefined();
}, 240_000);

const texts = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        'Credential=',
        'a/20260131/local/xray/aws4_request',
        ', ',
        'SignedHeaders=',
        'host;',
        'Signature=',
        '0'.repeat(64),
        '=',
        ';',
        '/',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

test('whatever a signature, a cookie, a network or a file of keys holds, nothing but a ServiceError is thrown', () => {
  const onlyServiceErrors = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(ServiceError);
    }
  };
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      onlyServiceErrors(() =>
        readHeaderSignature(`AWS4-HMAC-SHA256 ${one}`, '20260131T100000Z', 1_769_853_600),
      );
      onlyServiceErrors(() => readHeaderSignature(`AWS4-HMAC-SHA256 ${one}`, other, 1_769_853_600));
      onlyServiceErrors(() =>
        readQuerySignature(
          new URLSearchParams({
            'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
            'X-Amz-Credential': one,
            'X-Amz-Expires': other,
          }),
          1_769_853_600,
        ),
      );
      onlyServiceErrors(() => new Networks([one]));
      onlyServiceErrors(() => readKeys(one, 'test'));
      sessionToken(`${one};${other}`);
    }),
    { seed: 8, numRuns: 5_000 },
  );
});
