import type { ExceptionDocument } from '@radiograph/protocol';
import { describe, expect, test } from 'vitest';
import { readStack } from '../src/otlp/mapping/stack.js';
import { mapped } from './spans.js';

/** The exceptions of a span that recorded one stack. */
function exceptionsOf(
  language: string | undefined,
  stacktrace: string,
  more = {},
): readonly ExceptionDocument[] {
  const resource = {
    'service.name': 'shop',
    ...(language !== undefined && { 'telemetry.sdk.language': language }),
  };
  const events = [
    {
      name: 'exception',
      attributes: { 'exception.type': 'Boom', 'exception.stacktrace': stacktrace, ...more },
    },
  ];
  const cause = mapped([{ events }], { resource }).documents[0]?.cause;
  return typeof cause === 'object' ? (cause.exceptions ?? []) : [];
}

describe('one frame of each', () => {
  test.each([
    ['nodejs', '    at pay (/srv/pay.js:12:7)', { label: 'pay', path: '/srv/pay.js', line: 12 }],
    [
      'nodejs',
      '    at async Cart.pay (file:///srv/a%20b.mjs:3:1)',
      { label: 'Cart.pay', path: '/srv/a b.mjs', line: 3 },
    ],
    ['nodejs', '    at C:\\srv\\pay.js:12:7', { label: 'anonymous', path: 'C:\\srv\\pay.js', line: 12 }],
    [
      'webjs',
      '    at https://shop.example/app.js:1:999',
      { label: 'anonymous', path: 'https://shop.example/app.js', line: 1 },
    ],
    [undefined, '    at pay (/srv/pay.js:12:7)', { label: 'pay', path: '/srv/pay.js', line: 12 }],
    [
      'java',
      '\tat com.shop.Cart.pay(Cart.java:12)',
      { label: 'com.shop.Cart.pay', path: 'Cart.java', line: 12 },
    ],
    [
      'java',
      '\tat java.lang.Thread.run(Native Method)',
      { label: 'java.lang.Thread.run', path: 'Native Method' },
    ],
    ['python', '  File "/srv/pay.py", line 12, in pay', { label: 'pay', path: '/srv/pay.py', line: 12 }],
    [
      'dotnet',
      '   at Shop.Cart.Pay(Order o) in /src/Cart.cs:line 12',
      { label: 'Shop.Cart.Pay(Order o)', path: '/src/Cart.cs', line: 12 },
    ],
    ['dotnet', '   at System.Threading.Tasks.Task.Run()', { label: 'System.Threading.Tasks.Task.Run()' }],
    [
      'go',
      'main.pay(0xc000, 0x1)\n\t/srv/pay.go:12 +0x1d',
      { label: 'main.pay', path: '/srv/pay.go', line: 12 },
    ],
    ['php', '#0 /srv/pay.php(12): Cart->pay()', { label: 'Cart->pay()', path: '/srv/pay.php', line: 12 }],
    ['ruby', "/srv/pay.rb:12:in 'Cart#pay'", { label: 'Cart#pay', path: '/srv/pay.rb', line: 12 }],
  ])('%s: %s', (language, line, frame) => {
    expect(exceptionsOf(language, `Boom: no stock\n${line}\r\n`)[0]?.stack).toEqual([frame]);
  });
});

test('the causes of Java are exceptions of their own, each pointing at the next', () => {
  const stack = [
    'com.shop.PayException: no',
    '\tat com.shop.Cart.pay(Cart.java:12)',
    '\tSuppressed: java.io.IOException: closing',
    '\t\tat com.shop.Cart.close(Cart.java:99)',
    'Caused by: java.sql.SQLException: connection: refused',
    '\tat com.shop.Db.open(Db.java:3)',
    '\t... 7 more',
    'Caused by: java.net.ConnectException',
  ].join('\n');
  const [own, cause, root] = exceptionsOf('java', stack, { 'exception.message': 'no' });
  expect(own).toMatchObject({
    type: 'Boom',
    message: 'no',
    stack: [{ label: 'com.shop.Cart.pay' }],
    cause: cause?.id,
  });
  expect(cause).toMatchObject({
    type: 'java.sql.SQLException',
    message: 'connection: refused',
    truncated: 7,
    cause: root?.id,
  });
  expect(root).toEqual({ id: root?.id, type: 'java.net.ConnectException' });
});

test('Python tells the outermost frame and the first cause first', () => {
  const stack = [
    'Traceback (most recent call last):',
    '  File "/srv/db.py", line 3, in open',
    '    connect()',
    'OSError: refused',
    '',
    'The above exception was the direct cause of the following exception:',
    '',
    'Traceback (most recent call last):',
    '  File "/srv/main.py", line 1, in <module>',
    '    pay()',
    '  File "/srv/pay.py", line 12, in pay',
    '    raise Boom()',
    'shop.Boom: no stock',
  ].join('\n');
  const [own, cause] = exceptionsOf('python', stack);
  expect(own).toMatchObject({ message: 'no stock', cause: cause?.id });
  expect(own?.stack?.map(({ label }) => label)).toEqual(['pay', '<module>']);
  expect(cause).toMatchObject({ type: 'OSError', message: 'refused', stack: [{ label: 'open', line: 3 }] });
});

test('long stacks are cut and long chains end, both counted', () => {
  const frames = Array.from({ length: 80 }, (_, i) => `    at f${i} (/srv/f.js:${i + 1}:1)`).join('\n');
  expect(exceptionsOf('nodejs', frames)[0]).toMatchObject({ truncated: 30 });
  expect(exceptionsOf('nodejs', frames)[0]?.stack).toHaveLength(50);
  const chain = Array.from({ length: 40 }, (_, i) => `Caused by: E${i}: x`).join('\n');
  const chained = exceptionsOf('java', chain);
  expect(chained).toHaveLength(20);
  expect(chained.at(-1)?.cause).toBeUndefined();
});

test('more exceptions than are kept are counted', () => {
  const events = Array.from({ length: 25 }, () => ({
    name: 'exception',
    attributes: { 'exception.type': 'E' },
  }));
  const cause = mapped([{ events }]).documents[0]?.cause;
  const exceptions = typeof cause === 'object' ? (cause.exceptions ?? []) : [];
  expect(exceptions).toHaveLength(20);
  expect(exceptions[0]?.skipped).toBe(5);
  expect(new Set(exceptions.map(({ id }) => id)).size).toBe(20);
});

test('a language that is not known leaves its exception without frames', () => {
  expect(exceptionsOf('cobol', '    at pay (/srv/pay.js:12:7)')).toEqual([
    { id: expect.any(String), type: 'Boom' },
  ]);
});

/** An expression that backtracks would take minutes for one of these, far beyond the time a test has. */
const hostile = [
  'at (',
  ' (',
  ' in ',
  ':1',
  '\t',
  ' at',
  '"',
  '#0 ',
  ' File "',
  '):',
  "a:1:in '",
  'Caused by: ',
];

test.each(['nodejs', 'java', 'python', 'dotnet', 'go', 'php', 'ruby'])(
  'hostile stacks of %s take no longer than others',
  (language) => {
    for (const part of hostile) {
      const line = `at ${part.repeat(1000 / part.length)}`;
      for (const text of [line.repeat(70), `${line}\n`.repeat(70), `\t${line}x\n`.repeat(70)]) {
        for (const { frames } of readStack(text, language, 50)) expect(frames.length).toBeLessThanOrEqual(50);
      }
    }
  },
);
