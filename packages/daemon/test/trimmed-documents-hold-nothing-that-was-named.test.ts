import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type TrimRules, trimBy } from '../src/trim/trim-document.js';
import { startTestDaemon } from './daemon-rig.js';
import { eventually } from './eventually.js';
import { startFakeXray } from './fake-xray.js';

const NOTHING: TrimRules = {
  dropMetadata: [],
  hashMetadata: [],
  dropQuery: [],
  hashQuery: [],
  hashKey: 'pepper',
};
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const trimmed = (rules: Partial<TrimRules>, value: unknown): unknown => {
  const bytes = trimBy({ ...NOTHING, ...rules })?.(bytesOf(value));
  return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString());
};

it('a key is dropped wherever it stands, a key of a namespace only there, with wildcards and without case', () => {
  const metadata = {
    default: { Password: 'x', order: { items: [{ password: 'y', n: 1 }] }, apiSecret: 'z' },
    other: { order: 1 },
  };
  const document = { name: 'shop', metadata, subsegments: [{ subsegments: [{ metadata }] }] };
  const rest = { default: { order: { items: [{ n: 1 }] } }, other: {} };
  expect(trimmed({ dropMetadata: ['password', '*secret', 'other.order'] }, document)).toEqual({
    name: 'shop',
    metadata: rest,
    subsegments: [{ subsegments: [{ metadata: rest }] }],
  });
  expect(trimmed({ dropMetadata: ['other'] }, document)).toMatchObject({
    metadata: { default: metadata.default },
  });
});

it('hashes are equal for equal values and one key, and differ otherwise', () => {
  const document = { metadata: { default: { a: 'alice', b: 'alice', c: { n: 1 }, d: 'bob' } } };
  const hash = (hashKey: string) =>
    (trimmed({ hashMetadata: ['default.*'], hashKey }, document) as typeof document).metadata.default;
  const { a, b, c, d } = hash('pepper');
  expect([a, b, c, d].every((value) => /^hash:[0-9a-f]{16}$/.test(String(value)))).toBe(true);
  expect(a).toBe(b);
  expect(new Set([a, c, d]).size).toBe(3);
  expect(hash('pepper').a).toBe(a);
  expect(hash('salt').a).not.toBe(a);
  expect(hash('').a).not.toBe(hash('').a);
});

it.each([
  [{ dropQuery: ['*'] }, 'https://x/p?a=1&b=2#top', 'https://x/p#top'],
  [{ dropQuery: ['a'] }, '/p?a=1&b=2&A=3&c', '/p?b=2&c'],
  [{ dropQuery: ['user name'] }, 'x?user%20name=1&user+name=2&%zz=3', 'x?%zz=3'],
  [{ dropQuery: ['a'] }, 'https://x/p#?a=1', 'https://x/p#?a=1'],
  [{ dropQuery: ['a'] }, 'https://x/p', 'https://x/p'],
])('%j of %s', (rules, url, wanted) => {
  const withUrl = (text: string) => ({
    http: { request: { url: text } },
    subsegments: [{ http: { request: { url: text } } }],
  });
  expect(trimmed(rules, withUrl(url))).toEqual(withUrl(wanted));
});

it('a query value is hashed as it reads, however it was written', () => {
  const hash = (url: string) =>
    (
      trimmed({ hashQuery: ['user'] }, { http: { request: { url } } }) as {
        http: { request: { url: string } };
      }
    ).http.request.url;
  expect(hash('/p?user=a%40b&n=1')).toMatch(/^\/p\?user=hash:[0-9a-f]{16}&n=1$/);
  expect(hash('/p?user=a%40b')).toBe(hash('/p?user=a@b'));
});

it('without rules nothing is parsed; what holds nothing named stays to the byte', () => {
  expect(trimBy(NOTHING)).toBeUndefined();
  const bytes = new TextEncoder().encode('{ "big": 12345678901234567890, "metadata": {"a": {}} }');
  expect(trimBy({ ...NOTHING, dropMetadata: ['b'] })?.(bytes)).toBe(bytes);
});

it('what is no object cannot be trimmed, and nothing makes it throw', () => {
  const trim = trimBy({ ...NOTHING, dropMetadata: ['*a*'], hashQuery: ['*'], hashMetadata: ['__proto__'] });
  for (const text of ['', 'no', '[]', '1', 'null', '"x"', '{"a":'])
    expect(trim?.(new TextEncoder().encode(text))).toBeUndefined();
  const deep = `{"metadata":{"n":${'['.repeat(20_000)}{"a":1}${']'.repeat(20_000)}}}`;
  expect(() => trim?.(new TextEncoder().encode(deep))).not.toThrow();
  const hostile = '{"metadata":{"n":{"__proto__":{"x":1}}},"http":[],"subsegments":[null,1,[]]}';
  expect(Buffer.from(trim?.(new TextEncoder().encode(hostile)) ?? []).toString()).toMatch(
    /"__proto__":"hash:/,
  );
  const keysOf = (value: unknown): string[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, inner]) => [
          ...(Array.isArray(value) ? [] : [key]),
          ...keysOf(inner),
        ]);
  fc.assert(
    fc.property(fc.jsonValue(), (metadata) => {
      const bytes = trim?.(bytesOf({ metadata }));
      const left = JSON.parse(Buffer.from(bytes ?? []).toString()) as { metadata: unknown };
      expect(keysOf(left.metadata).filter((key) => /a/i.test(key))).toEqual([]);
    }),
    { seed: 9, numRuns: 300 },
  );
});

it('a daemon that trims lets nothing named out, and refuses what it cannot read', async () => {
  const xray = await startFakeXray();
  const { daemon, sender } = await startTestDaemon(xray.url, { dropMetadata: ['password'] });
  const frame = (document: string) => `{"format":"json","version":1}\n${document}`;
  await sender.send(frame('{"n":1,"metadata":{"default":{"password":"hidden","a":1}}}'));
  await sender.send(frame('{"n":2,"metadata":{"default":{"password":"hidden"'));
  await eventually(() => expect(daemon.status().intakes[0]?.rejected).toEqual({ ParseError: 1 }));
  await eventually(() => expect(xray.documents).toEqual(['{"n":1,"metadata":{"default":{"a":1}}}']));
});
