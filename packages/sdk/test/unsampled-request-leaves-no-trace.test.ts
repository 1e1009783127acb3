import { expect, test } from 'vitest';
import { context } from '../src/index.js';
import { record } from './recording.js';

test.each(['log', 'throw'] as const)(
  'an unsampled request yields no document and no log line with contextMissing %s',
  (contextMissing) => {
    const { recorder, traces, logged } = record({ sampling: 'none', contextMissing });
    recorder.segment('shop', (segment) => {
      expect(segment.sampled).toBe(false);
      expect(segment.id).toBe('0000000000000000');
      segment.setUser('al');
      recorder.annotate('a', 1);
      recorder.addMetadata('b', 2);
      recorder.addError(new Error('c'));
      expect(recorder.currentSegment()).toBe(segment);
      recorder.capture('part', (part) => {
        part.setSql({ url: 'x' });
        part.annotate('k', 1);
        recorder.capture('deeper', (deeper) => expect(deeper).toBe(part));
        recorder.beginSubsegment('manual').close(new Error('x'));
        expect(recorder.currentSubsegment()).toBe(part);
        expect(part.downstreamHeader()).toBe(segment.downstreamHeader());
      });
    });
    expect(traces.documents).toEqual([]);
    expect(logged).toEqual([]);
  },
);

test('an unsampled request switches context once', () => {
  const { recorder } = record({ sampling: 'none' });
  recorder.segment('shop', (segment) => {
    const before = context.getStore();
    recorder.capture('part', () => expect(context.getStore()).toBe(before));
    expect(before).toBe(segment);
  });
});

test('an unsampled request without an incoming trace makes its root when an outgoing call asks, and keeps it', () => {
  let made = 0;
  const ids = {
    traceId: () => `1-6553f100-00000000000000000000000${++made}`,
    segmentId: () => '00000000000000aa',
  };
  const { recorder } = record({ sampling: 'none', ids });
  const segment = recorder.beginSegment('shop');
  segment.beginSubsegment('part').close();
  expect(made).toBe(0);
  expect(segment.downstreamHeader()).toBe('Root=1-6553f100-000000000000000000000001;Sampled=0');
  expect(segment.beginSubsegment('call').downstreamHeader()).toBe(
    'Root=1-6553f100-000000000000000000000001;Sampled=0',
  );
  expect(made).toBe(1);
});

test('the incoming root and lineage travel on unsampled', () => {
  const { recorder } = record({ sampling: 'all' });
  const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0;Lineage=a:1:0';
  expect(recorder.beginSegment('shop', { header }).downstreamHeader()).toBe(
    'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0;Lineage=a:1:0',
  );
});

test('a subsegment without sampling is not recorded, nor is what happens inside it, and callees are told', () => {
  const { recorder, traces } = record();
  recorder.segment('shop', (segment) => {
    recorder.capture('secret', { sampled: false }, (secret) => {
      recorder.capture('inside', () => {});
      expect(secret.downstreamHeader()).toBe(`Root=${segment.traceId};Sampled=0`);
    });
    const manual = segment.beginSubsegment('manual', { sampled: false });
    expect(manual.downstreamHeader()).toBe(`Root=${segment.traceId};Sampled=0`);
    manual.capture('inside', () => recorder.capture('deeper', () => {}));
    recorder.capture('shown', () => {});
  });
  expect(traces.traces[0]!.segments[0]!.subsegments!.map(({ name }) => name)).toEqual(['shown']);
  expect(traces.documents).toHaveLength(1);
});

test('S0: AWS_XRAY_SDK_DISABLED runs the bodies and nothing else', () => {
  const { recorder, traces, logged } = record({ contextMissing: 'throw' }, { AWS_XRAY_SDK_DISABLED: 'TRue' });
  const result = recorder.segment('shop', (segment) => {
    expect(context.getStore()).toBeUndefined();
    expect([segment.downstreamHeader(), segment.traceId, segment.downstreamTraceparent()]).toEqual([
      '',
      '',
      undefined,
    ]);
    expect(recorder.beginSegment('other')).toBe(segment); // nothing is allocated
    segment.annotate('a', 1);
    return recorder.capture('part', (part) => part.sampled);
  });
  expect(result).toBe(false);
  expect([traces.documents, logged]).toEqual([[], []]);
});
