import { expect, test } from 'vitest';
import { documentText, parse } from './document-text.js';

test('half a surrogate pair, which UTF-8 cannot carry, becomes U+FFFD in strings and keys', () => {
  const members = String.raw`"user":"a\ud83d","annotations":{"k\udc00":"\ud800\ud800"},"metadata":{"n":["\ude00x",{"\ud800":1}]},`;
  expect(parse(documentText(members))).toEqual([
    {
      accepted: true,
      document: {
        user: 'a\ufffd',
        annotations: { 'k\ufffd': '\ufffd\ufffd' },
        metadata: { n: ['\ufffdx', { '\ufffd': 1 }] },
        ...JSON.parse(documentText()),
      },
    },
  ]);
});

test('a whole pair written as two escapes stays', () => {
  expect(parse(documentText(String.raw`"user":"\ud83d\ude00",`))).toEqual([
    { accepted: true, document: { user: '😀', ...JSON.parse(documentText()) } },
  ]);
});

test('a name with half a pair is refused, and the message shows the half as an escape', () => {
  const [parsed] = parse(documentText().replace('shop', String.raw`sh\ud83dp`));
  expect(parsed).toMatchObject({
    accepted: false,
    code: 'InvalidName',
    message: expect.stringContaining(String.raw`name is 'sh\ud83dp' and holds '\ud83d'`),
  });
});
