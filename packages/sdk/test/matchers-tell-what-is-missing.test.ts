import { beforeEach, describe, expect, test } from 'vitest';
import { matchers } from '../src/testing/index.js';
import { record, type TestRecording } from './recording.js';

expect.extend(matchers);

let recording: TestRecording;

beforeEach(() => {
  recording = record();
  const { recorder, clock } = recording;
  recorder.segment('shop', (segment) => {
    segment.setUser('ada');
    recorder.capture('load cart', (cart) => {
      cart.annotate('items', 3);
      cart.addMetadata('cart', { owner: 'ada', lines: [{ sku: 'lamp' }] });
      recorder.capture('carts@db', { namespace: 'remote' }, (query) => {
        query.setSql({ sanitized_query: 'select * from carts' });
        clock.advance(0.1);
      });
    });
    recorder.capture('pay', { namespace: 'remote' }, (pay) => {
      pay.setHttp({ request: { method: 'POST' }, response: { status: 429 } });
      pay.addError(new RangeError('card of ada refused'), { kind: 'none', remote: true });
    });
  });
});

test('a subsegment is found by name, members, what it is inside of and what is inside it', () => {
  const { traces } = recording;
  expect(traces).toHaveSegment('shop');
  expect(traces).toHaveSegment({ name: /^sh/, user: 'ada', fault: false });
  expect(traces).toHaveSubsegment('load cart');
  expect(traces).toHaveSubsegment({ name: 'load cart', annotations: { items: 3 } });
  expect(traces).toHaveSubsegment({ annotations: { items: expect.any(Number) } });
  expect(traces).toHaveSubsegment({ name: 'carts@db', inside: 'load cart', namespace: 'remote' });
  expect(traces).toHaveSubsegment({ sql: { sanitized_query: /from carts$/ } });
  expect(traces).toHaveSubsegment({ name: 'load cart', subsegments: [{ name: 'carts@db', error: false }] });
  expect(traces).toHaveSubsegment({
    name: 'pay',
    error: true,
    throttle: true,
    http: { response: { status: 429 } },
  });
  expect(traces).toHaveSubsegment({ exception: { type: 'RangeError', message: 'refused', remote: true } });
  expect(traces).not.toHaveSubsegment('shop');
  expect(traces).not.toHaveSegment('load cart');
  expect(traces).not.toHaveSubsegment({ name: 'carts@db', inside: 'pay' });
  expect(traces).not.toHaveSubsegment({ name: 'load cart', annotations: { items: 4 } });
  expect(traces).not.toHaveSubsegment({ name: 'load cart', annotations: { other: 3 } });
});

test('annotations, metadata, exceptions and flags are found wherever they are', () => {
  const { traces } = recording;
  expect(traces).toHaveAnnotation('items');
  expect(traces).toHaveAnnotation('items', 3);
  expect(traces).not.toHaveAnnotation('items', '3');
  expect(traces).not.toHaveAnnotation('toString');
  expect(traces).toHaveMetadata('cart', { lines: [{ sku: 'lamp' }] });
  expect(traces).not.toHaveMetadata('cart', { lines: [] });
  expect(traces).not.toHaveMetadata('cart', undefined, 'shop');
  expect(traces).toHaveException('refused');
  expect(traces).toHaveException(/^card .* refused$/);
  expect(traces).toHaveException();
  expect(traces).not.toHaveException({ type: 'TypeError' });
  expect(traces).toHaveError();
  expect(traces).toHaveError('pay');
  expect(traces).toHaveThrottle({ name: 'pay' });
  expect(traces).not.toHaveError('load cart');
  expect(traces).not.toHaveFault();
});

test('one trace, a document and a list of documents are looked at as well', () => {
  const { traces } = recording;
  const [trace] = traces.traces;
  expect(trace).toHaveSubsegment('carts@db');
  expect(trace?.segments[0]).toHaveSubsegment('carts@db');
  expect(trace?.segments[0]?.subsegments?.[0]).toHaveAnnotation('items', 3);
  expect(traces.documents).toHaveSegment('shop');
  expect(() => expect('text').toHaveSegment('shop')).toThrow('give expect() a trace');
});

test('a subsegment that was sent on its own is found where it belongs', () => {
  const { recorder, traces } = record();
  const segment = recorder.beginSegment('shop');
  const late = segment.beginSubsegment('late');
  segment.close();
  late.annotate('done', true);
  late.close();
  expect(traces.documents).toHaveLength(2);
  expect(traces).toHaveSubsegment({ name: 'late', inside: 'shop', annotations: { done: true } });
});

describe('what fails shows the trace and what comes nearest', () => {
  const failure = (check: () => void): string => {
    try {
      check();
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing failed';
  };

  test('a value that is another', () => {
    const check = (): void =>
      expect(recording.traces).toHaveSubsegment({ name: 'load cart', annotations: { items: 4 } });
    expect(
      failure(check),
    ).toBe(`expected a subsegment { name: "load cart", annotations: { items: 4 } }, but there is none in

  segment shop  user "ada"
  ├─ load cart  annotations { items: 3 }  metadata { default: { cart: { owner: "ada", lines: [{ sku: "lamp" }] } } }
  │  └─ carts@db  remote  sql { sanitized_query: "select * from carts" }
  └─ pay  remote  throttle  error  http { request: { method: "POST" }, response: { status: 429 } }  RangeError: card of ada refused

  nearest is 'load cart':
    annotations.items: 3, not 4
`);
  });

  test('what should not be there', () => {
    const check = (): void => expect(recording.traces).not.toHaveError();
    expect(failure(check)).toMatch(/^expected not the flag error, but 'pay' is so in\n\n {2}segment shop/);
  });

  test('nothing at all', () => {
    const check = (): void => expect(record().traces).toHaveAnnotation('items', expect.any(Number));
    expect(failure(check)).toBe(
      'expected the annotation "items" with the value Any<Number>, but there is none in\n\n  (nothing was recorded)\n',
    );
  });

  test('a trace too large to draw', () => {
    const { recorder, traces } = record();
    recorder.segment('shop', () => {
      for (let i = 0; i < 90; i++) recorder.capture(`part ${i}`, () => {});
    });
    expect(failure(() => expect(traces).toHaveSubsegment('part 90'))).toContain('… 31 lines more');
  });
});
