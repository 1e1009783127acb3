import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nodeKey } from '../src/node-identity.js';
import { quoted } from '../src/quoted.js';

it('quotes every text as JSON does', () => {
  const units = Array.from({ length: 0x10000 }, (_, code) => `a${String.fromCharCode(code)}b`);
  expect(units.filter((text) => quoted(text) !== JSON.stringify(text))).toEqual([]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => quoted(text) === JSON.stringify(text)),
    { seed: 1 },
  );
});

it('keys a node by the JSON of its three parts', () => {
  expect(nodeKey({ name: 'shop "1"' })).toBe('["shop \\"1\\"",null,null]');
  expect(nodeKey({ name: 'shop', type: 'remote' })).toBe('["shop","remote",null]');
  expect(nodeKey({ name: '', type: '', accountId: '' })).toBe('["","",""]');
});
