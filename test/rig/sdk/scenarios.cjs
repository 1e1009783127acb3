// What golden documents are made of: each rule of the SDK as a small script, run with a clock and ids that are the same in
// every run. `xray` is the API as an application uses it; `recorder` may be of another copy of the package.
'use strict';
const { EventEmitter, once } = require('node:events');
const { Readable } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

const root = '1-5759e988-bd862e3fe1be46a994272793';

exports.scenarios = {
  'segment-with-everything': {
    options: { version: '1.4.2', origin: 'AWS::ECS::Container' },
    run({ xray, recorder, clock }) {
      recorder.segment('shop', { user: 'ada' }, (segment) => {
        segment.setHttp({ request: { method: 'GET', url: 'http://shop/cart', client_ip: '127.0.0.1' } });
        clock.advance(0.001);
        xray.capture('load cart', (cart) => {
          cart.annotate('items', 3);
          cart.addMetadata('cart', { lines: [{ sku: 'lamp' }] }, 'shop');
          clock.advance(0.01);
        });
        xray.capture('orders@db', { namespace: 'remote' }, (query) => {
          query.setSql({ url: 'postgresql://db/orders', sanitized_query: 'select 1' });
          clock.advance(0.02);
        });
        xray.capture('DynamoDB', { namespace: 'aws' }, (call) => {
          call.setAws({ operation: 'GetItem' });
          call.setAws({ table_name: 'carts', region: 'eu-west-1' });
          clock.advance(0.03);
        });
        segment.setHttp({ response: { status: 200, content_length: 12 } });
      });
    },
  },
  'groups-of-work': {
    async run({ xray, recorder, clock }) {
      await recorder.segment('shop', async () => {
        await xray.capture('outer', async () => {
          xray.annotate('where', 'outer');
          await xray.capture('first', async () => xray.addMetadata('where', 'first'));
          clock.advance(1);
          await Promise.all([
            xray.capture('left', async () => xray.annotate('where', 'left')),
            xray.capture('right', async () => xray.annotate('where', 'right')),
          ]);
        });
        const byHand = xray.beginSubsegment('by hand', { namespace: 'remote' });
        const inside = byHand.beginSubsegment('inside');
        clock.advance(0.5);
        inside.close();
        byHand.close();
        byHand.close();
        byHand[Symbol.dispose]();
      });
    },
  },
  'current-through-everything': {
    async run({ xray, recorder }) {
      const seen = (where) => xray.annotate(where, xray.currentSegment()?.name ?? 'none');
      const shared = new EventEmitter();
      await recorder.segment('shop', async () => {
        await Promise.resolve().then(() => seen('promise'));
        await sleep(1);
        seen('timer');
        await new Promise((resolve) => setImmediate(resolve)).then(() => seen('immediate'));
        process.nextTick(() => seen('tick'));
        const emitter = new EventEmitter();
        setTimeout(() => emitter.emit('go'), 1);
        await once(emitter, 'go');
        seen('emitter');
        for await (const chunk of Readable.from(['a'])) seen(`stream_${chunk}`);
        queueMicrotask(() => seen('microtask'));
        await null;
        shared.on('later', () => seen('listener'));
      });
      // A listener runs with what is current where the event is emitted, as all of Node does.
      recorder.segment('other', () => shared.emit('later'));
    },
  },
  'late-subsegments': {
    run({ recorder, clock }) {
      const segment = recorder.beginSegment('shop');
      const late = segment.beginSubsegment('late');
      const inside = late.beginSubsegment('inside the late one');
      clock.advance(1);
      segment.close();
      clock.advance(1);
      late.close();
      const afterwards = segment.beginSubsegment('begun afterwards');
      clock.advance(1);
      inside.close();
      afterwards.close();
    },
  },
  'work-kept-out-of-the-trace': {
    run({ xray, recorder }) {
      recorder.segment('shop', (segment) => {
        xray.capture('health check', { sampled: false }, (sub) => {
          sub.annotate('a', 1);
          xray.capture('inside', () => xray.annotate('b', 2));
          segment.annotate('header', sub.downstreamHeader().replace(/Root=[^;]+/, 'Root=R'));
        });
        xray.capture('kept', () => {});
      });
    },
  },
  'requests-that-are-not-sampled': {
    run({ xray, recorder }) {
      recorder.segment('shop', { sampled: false }, (segment) => {
        xray.annotate('a', 1);
        xray.capture('part', () => {});
        segment.close(new Error('not recorded'));
      });
      recorder.segment('shop', { header: `Root=${root};Sampled=0` }, () => xray.capture('part', () => {}));
    },
  },
  'in-progress': {
    run({ recorder, clock }) {
      const segment = recorder.beginSegment('long job', { inProgress: true });
      segment.beginSubsegment('step').close();
      clock.advance(3600);
      segment.close();
    },
  },
  'streaming-beyond-a-threshold': {
    options: { streamingThreshold: 2 },
    run({ recorder, clock }) {
      recorder.segment('shop', (segment) => {
        for (let i = 0; i < 5; i++) {
          const part = segment.beginSubsegment(`part ${i}`);
          part.beginSubsegment('inner').close();
          clock.advance(0.1);
          part.close();
        }
      });
    },
  },
  'documents-split-by-bytes': {
    maxDocumentBytes: 1400,
    run({ xray, recorder }) {
      recorder.segment('shop', () => {
        for (let i = 0; i < 4; i++)
          xray.capture(`part ${i}`, (part) => {
            part.addMetadata('text', 'é'.repeat(200));
            xray.capture('inner', () => xray.annotate('i', i));
          });
      });
    },
  },
  'too-large-by-itself': {
    maxDocumentBytes: 1400,
    run({ recorder }) {
      recorder.segment('shop', (segment) => {
        segment.annotate('kept', 'yes');
        segment.addMetadata(
          'list',
          Array.from({ length: 600 }, (_, i) => i),
        );
        segment.addMetadata('text', 'x'.repeat(5000));
      });
    },
  },
  'annotations-repaired-or-refused': {
    run({ recorder }) {
      recorder.segment('shop', (segment) => {
        segment.annotate('text', 'a');
        segment.annotate('number', 1.5);
        segment.annotate('yes', true);
        segment.annotate('user id', 'key repaired');
        segment.annotate('long', 'x'.repeat(1001));
        segment.annotate('object', {});
        segment.annotate('nan', Number.NaN);
        segment.annotate('__proto__', 'refused');
        segment.annotate('text', 'the last one counts');
      });
    },
  },
  'metadata-of-any-kind': {
    run({ recorder }) {
      const circular = { name: 'circular' };
      circular.self = circular;
      const values = {
        circular,
        bigint: 12345678901234567890n,
        date: new Date(0),
        map: new Map([['a', 1]]),
        set: new Set([1, 2]),
        bytes: new Uint8Array(3),
        infinite: Number.POSITIVE_INFINITY,
        nothing: undefined,
        fn: () => {},
        symbol: Symbol('s'),
        nested: { a: [{ b: null }] },
        toJson: { toJSON: () => 'by itself' },
        throwingToJson: {
          toJSON() {
            throw new Error('no');
          },
        },
        throwingGetter: {
          get a() {
            throw new Error('no');
          },
          b: 1,
        },
      };
      recorder.segment('shop', (segment) => {
        for (const [key, value] of Object.entries(values)) segment.addMetadata(key, value);
        segment.addMetadata('key', 'value', 'a namespace');
        segment.addMetadata('__proto__', 'refused');
      });
    },
  },
  'exceptions-once-with-their-causes': {
    async run({ xray, recorder }) {
      const failing = async () => {
        const cause = new TypeError('the root of it');
        await xray.capture('outer', () =>
          xray.capture('inner', async () => {
            throw new Error('it failed', { cause });
          }),
        );
      };
      await recorder.segment('shop', failing).catch(() => {});
      recorder.segment('shop', (segment) => {
        segment.addError(new AggregateError([new RangeError('one'), 'two'], 'both'), { remote: true });
        segment.addError({ message: 'an object', statusCode: 404 });
        segment.addError(42, { kind: 'none' });
      });
    },
  },
  'exceptions-as-the-application-says': {
    options: {
      formatException: (error) => {
        if (error === 'not to be told') throw new Error('the formatter fails');
        if (error.secret)
          return { message: 'kept back', stack: [{ path: 'shop.js', line: 7, label: 'pay' }] };
        return error.name === 'TypeError' ? { type: 'Typing', remote: true } : undefined;
      },
    },
    run({ recorder }) {
      recorder.segment('shop', (segment) => {
        segment.addError(Object.assign(new Error('card 4111'), { secret: true }));
        segment.addError(new TypeError('as it is'));
        segment.addError('not to be told');
      });
    },
  },
  'links-to-other-traces': {
    run({ xray, recorder }) {
      recorder.segment('worker', (segment) => {
        segment.addLink({ traceId: root, id: '53995c3f42cd8ad8', attributes: { queue: 'orders' } });
        segment.addLink(`Root=${root};Parent=00f067aa0ba902b7;Sampled=1`);
        segment.addLink('junk');
        segment.addLink({ traceId: 'x', id: 'y' });
        xray.capture('message', (message) => message.addLink({ traceId: root, id: '00f067aa0ba902b7' }));
      });
    },
  },
  'traceparent-beside-the-header': {
    options: { traceparent: true },
    run({ recorder }) {
      const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';
      recorder.segment('shop', { header: traceparent }, (segment) => {
        const call = segment.beginSubsegment('call', { namespace: 'remote' });
        segment.addMetadata('header', call.downstreamHeader());
        segment.addMetadata('traceparent', call.downstreamTraceparent());
        call.close();
      });
    },
  },
  'statuses-count-as-x-ray-counts-them': {
    run({ xray, recorder }) {
      recorder.segment('shop', () => {
        for (const status of [200, 302, 400, 404, 429, 500, 503, 600])
          xray.capture(`status ${status}`, { namespace: 'remote' }, (call) =>
            call.setHttp({ response: { status } }),
          );
      });
    },
  },
  'trace-headers-continue': {
    run({ recorder }) {
      const headers = {
        all: `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:1:0`,
        asked: `Root=${root};Sampled=?`,
        spaced: ` root = ${root} ; PARENT = 53995c3f42cd8ad8 `,
        malformed: 'Root=1-x;Parent=y;Sampled=2;;=',
        empty: '',
      };
      for (const [name, header] of Object.entries(headers))
        recorder.segment(name, { header }, (segment) => {
          const call = segment.beginSubsegment('call', { namespace: 'remote' });
          segment.addMetadata('downstream', call.downstreamHeader());
          call.close();
        });
    },
  },
  'sampling-by-local-rules': {
    options: {
      sampling: {
        version: 2,
        default: { fixed_target: 0, rate: 0 },
        rules: [
          { host: '*', http_method: 'GET', url_path: '/health', fixed_target: 0, rate: 0 },
          { host: '*.shop.example', http_method: '*', url_path: '/api/*', fixed_target: 2, rate: 0 },
        ],
      },
    },
    run({ recorder, clock }) {
      const request = (name, path, host = 'eu.shop.example') =>
        recorder.segment(name, { host, method: 'GET', path }, () => {});
      request('never', '/health');
      for (let i = 1; i <= 3; i++) request(`${i} of the first second`, '/api/carts');
      request('another host', '/api/carts', 'elsewhere.example');
      clock.advance(1);
      for (let i = 1; i <= 3; i++) request(`${i} of the next second`, '/api/carts');
    },
  },
  'the-rule-is-named': {
    options: {
      sampling: {
        sample: ({ serviceName }) => ({ sampled: serviceName !== 'b', rule: `rule of ${serviceName}` }),
      },
    },
    run({ recorder }) {
      for (const name of ['a', 'b', 'c']) recorder.segment(name, () => {});
    },
  },
  'names-as-x-ray-takes-them': {
    run({ recorder }) {
      recorder.segment('a<b>c|d,e;f', (segment) => {
        for (const name of ['', '§§', 'x'.repeat(250), '日本語 ñ', 'a.b:c/d%e&f#g=h+i\\j-k@l'])
          segment.beginSubsegment(name).close();
      });
      recorder.segment('', () => {});
    },
  },
  'plugins-tell-where-it-runs': {
    options: {
      plugins: [
        {
          name: 'machine',
          origin: 'AWS::EC2::Instance',
          specificity: 1,
          load: async () => ({ ec2: { instance_id: 'i-1' } }),
        },
        {
          name: 'task',
          origin: 'AWS::ECS::Container',
          specificity: 3,
          load: async () => ({ ecs: { container: 'c' } }),
        },
        { name: 'elsewhere', origin: 'X', specificity: 9, load: async () => undefined },
        {
          name: 'broken',
          origin: 'Y',
          specificity: 9,
          load: async () => {
            throw new Error('no');
          },
        },
      ],
    },
    async run({ recorder }) {
      await sleep(1);
      recorder.segment('shop', () => {});
    },
  },
  'the-environment-beats-code': {
    options: { sampling: 'none', contextMissing: 'throw' },
    env: {
      AWS_XRAY_TRACING_NAME: 'by environment',
      RADIOGRAPH_SAMPLING: 'all',
      AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
    },
    run({ recorder }) {
      recorder.annotate('nowhere', 1);
      recorder.segment('by code', (segment) => segment.beginSubsegment('part').close());
    },
  },
  'turned-off': {
    env: { AWS_XRAY_SDK_DISABLED: 'TRUE' },
    run({ xray, recorder }) {
      recorder.segment('shop', (segment) => segment.capture('part', () => xray.currentSegment()));
    },
  },
};
