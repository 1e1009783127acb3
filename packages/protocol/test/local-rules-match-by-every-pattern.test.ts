import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesLocalRule, matchesRule } from '../src/index.js';

/** The meaning of a pattern by another way: as an expression. */
function means(pattern: string, text: string | undefined): boolean {
  if (text === undefined || text === '') return true;
  const source = pattern
    .replace(/[.+^${}()|[\]\\/]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`, 'iu').test(text);
}

const pattern = fc.string({ unit: fc.constantFrom('a', 'B', '/', '.', '*', '?'), maxLength: 5 });
const known = fc.option(fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '😀'), maxLength: 5 }), {
  nil: undefined,
});

test('a rule is for a request when each of its patterns is for what is known of it', () => {
  fc.assert(
    fc.property(pattern, pattern, pattern, known, known, known, (...parts) => {
      const [wantedHost, wantedMethod, wantedPath, host, method, path] = parts;
      const expected = means(wantedHost, host) && means(wantedMethod, method) && means(wantedPath, path);
      const rate = { fixed_target: 0, rate: 0 };
      const local = { host: wantedHost, http_method: wantedMethod, url_path: wantedPath, ...rate };
      const rule = {
        ...{ ServiceName: '*', ServiceType: '*', ResourceARN: '*', Host: wantedHost, URLPath: wantedPath },
        ...{
          HTTPMethod: wantedMethod,
          Priority: 1,
          FixedRate: 0,
          ReservoirSize: 0,
          Version: 1,
          Attributes: {},
        },
      };
      expect(matchesLocalRule(local, { host, method, path })).toBe(expected);
      expect(matchesRule({ ...rule, RuleName: 'r' }, { host, method, path })).toBe(expected);
    }),
    { seed: 3, numRuns: 2_000 },
  );
});
