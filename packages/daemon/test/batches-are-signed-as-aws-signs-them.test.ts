import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OtherSidesClock } from '../src/aws/other-sides-clock.js';
import { signPostsWith } from '../src/aws/sign-post.js';
import { signWith } from '../src/aws/sign-request.js';

const printable = fc.string({
  unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
  minLength: 1,
});
const credentials = fc.record(
  { accessKeyId: fc.stringMatching(/^[A-Z0-9]{4,20}$/), secretAccessKey: printable, sessionToken: printable },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
);
const requests = fc.record({
  path: fc.array(fc.stringMatching(/^[\w.~!'()*+:@%&=-]{0,8}$/), { maxLength: 3 }),
  port: fc.constantFrom('', ':2000'),
  region: fc.constantFrom('eu-central-1', 'us-gov-west-1'),
  // Several by the same signer, which remembers what it made of the one before.
  series: fc.array(
    fc.record({
      headers: fc.dictionary(fc.stringMatching(/^x-[a-c-]{1,2}$/), fc.stringMatching(/^[ -~]{0,20}$/), {
        maxKeys: 4,
      }),
      body: fc.uint8Array({ maxLength: 200 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

/** A clock that stands still. */
class StoppedClock extends OtherSidesClock {
  override now(): Date {
    return new Date('2026-11-28T09:30:15.123Z');
  }
}

it('for any credentials, path, headers and body, as the library of AWS does', async () => {
  await fc.assert(
    fc.asyncProperty(credentials, requests, async (keys, { path, port, region, series }) => {
      const url = new URL(`https://xray.example${port}/${path.map(encodeURI).join('/')}`);
      const clock = new StoppedClock();
      const ours = signPostsWith(async () => keys, { url, region, clock });
      const theirs = signWith(async () => keys, region, clock);
      for (const { headers, body } of series) {
        const all = { 'content-type': 'application/json', 'user-agent': 'anybody', ...headers };
        const request = { headers: all, body };
        expect(await ours(request)).toEqual(await theirs({ method: 'POST', url, ...request }));
      }
    }),
    { seed: 17, numRuns: 300 },
  );
});
