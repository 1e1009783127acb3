import type { SubsegmentDocument } from '@radiograph/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceRecord } from '../src/record/record-trace.js';
import type { RootCause, TraceRecord } from '../src/trace-record.js';
import { contradictions, PATIENCE, SEED } from './arbitrary.js';
import { segment, traceOf } from './build.js';

const denied = { exceptions: [{ id: 'e1', type: 'AccessDenied', message: 'no key' }] };
const table: SubsegmentDocument = {
  id: 'd1',
  name: 'DynamoDB',
  namespace: 'aws',
  start_time: 0.3,
  end_time: 0.9,
  fault: true,
  aws: { table_name: 'users' },
  cause: denied,
};
const load: SubsegmentDocument = {
  id: 'x1',
  name: 'load',
  start_time: 0.2,
  end_time: 0.9,
  fault: true,
  subsegments: [table],
};
const call: SubsegmentDocument = {
  id: 'b1',
  name: 'api.auth',
  namespace: 'remote',
  start_time: 0.1,
  end_time: 0.95,
  fault: true,
};
const auth = segment({
  name: 'auth',
  id: 'c1',
  parent_id: 'b1',
  start_time: 0.1,
  end_time: 0.92,
  fault: true,
  subsegments: [load],
});

function record(rootFaults: boolean, callOf: SubsegmentDocument = call): TraceRecord {
  const shop = segment({
    name: 'shop',
    id: 'a1',
    start_time: 0,
    end_time: 1,
    fault: rootFaults,
    subsegments: [callOf],
  });
  return traceRecord(traceOf(shop, auth), 1);
}

function paths(causes: readonly RootCause[]): string[] {
  return causes.map(({ services }) =>
    services
      .map(({ node, entityPath }) => `${node.name}[${entityPath.map(({ name }) => name).join(' ')}]`)
      .join(' '),
  );
}

describe('fault causes', () => {
  it('run through every failing entity from the entry to the deepest', () => {
    const [cause, ...others] = record(true).faultRootCauses;
    expect(others).toEqual([]);
    expect(paths(cause ? [cause] : [])).toEqual([
      'shop[shop api.auth] auth[auth load DynamoDB] users[users]',
    ]);
    expect(cause?.clientImpacting).toBe(true);
    expect(cause?.services.map(({ inferred }) => inferred)).toEqual([false, false, true]);
    expect(cause?.services[2]?.node.type).toBe('AWS::DynamoDB::Table');
    expect(cause?.services[1]?.entityPath).toEqual([
      { name: 'auth', remote: false, exceptions: [] },
      { name: 'load', remote: false, exceptions: [] },
      { name: 'DynamoDB', remote: true, exceptions: [{ name: 'AccessDenied', message: 'no key' }] },
    ]);
  });

  it('do not impact the client where the entry coped', () => {
    expect(record(false).faultRootCauses.map(({ clientImpacting }) => clientImpacting)).toEqual([false]);
  });

  it('name every entity that failed of itself', () => {
    const { fault: _, ...fine } = call;
    expect(paths(record(true, fine).faultRootCauses)).toEqual([
      'shop[shop]',
      'shop[shop api.auth] auth[auth load DynamoDB] users[users]',
    ]);
  });

  it('find an exception that is only pointed at', () => {
    const rethrown = { ...call, cause: 'e1' };
    const [cause] = record(true, rethrown).faultRootCauses;
    expect(cause?.services[0]?.entityPath[1]?.exceptions).toEqual([
      { name: 'AccessDenied', message: 'no key' },
    ]);
    const dangling = record(true, { ...call, cause: 'e404' }).faultRootCauses[0];
    expect(dangling?.services[0]?.entityPath[1]?.exceptions).toEqual([]);
  });

  it('are a hundred at the most', () => {
    const calls = Array.from({ length: 150 }, (_, i) => ({ ...table, id: `d${i}` }));
    const shop = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 1, subsegments: calls });
    expect(traceRecord(traceOf(shop), 1).faultRootCauses).toHaveLength(100);
  });
});

describe('a path', PATIENCE, () => {
  it('begins with a received segment, whatever arrived', () => {
    let causes = 0;
    fc.assert(
      fc.property(contradictions, (documents) => {
        const trace = traceOf(...documents);
        const received = new Set(trace.segments.filter(({ inferred }) => !inferred).map(({ node }) => node));
        const { faultRootCauses, errorRootCauses, responseTimeRootCauses } = traceRecord(trace, 1);
        for (const { services } of [...faultRootCauses, ...errorRootCauses, ...responseTimeRootCauses]) {
          causes++;
          expect(received).toContain(services[0]?.node);
          expect(services[0]?.entityPath[0]?.remote).toBe(false);
        }
      }),
      { seed: SEED, numRuns: 2000 },
    );
    expect(causes).toBeGreaterThan(1000);
  });
});

describe('error causes', () => {
  it('are those of errors and throttles, apart from faults', () => {
    const { fault: _, ...rest } = call;
    const shop = segment({
      name: 'shop',
      id: 'a1',
      start_time: 0,
      end_time: 1,
      error: true,
      subsegments: [{ ...rest, throttle: true }],
    });
    const { errorRootCauses, faultRootCauses } = traceRecord(traceOf(shop), 1);
    expect(paths(errorRootCauses)).toEqual(['shop[shop api.auth] api.auth[api.auth]']);
    expect(faultRootCauses).toEqual([]);
  });
});

describe('response-time causes', () => {
  const coverages = ({ responseTimeRootCauses }: TraceRecord): unknown =>
    responseTimeRootCauses.flatMap(({ services }) =>
      services.map(({ entityPath }) => entityPath.map(({ name, coverage }) => [name, coverage])),
    );

  it('follow the slowest child as long as it covers more than half of its parent', () => {
    const one = record(false);
    expect(coverages(one)).toEqual([
      [
        ['shop', 1],
        ['api.auth', 0.85],
      ],
      [
        ['auth', 0.82],
        ['load', 0.7],
        ['DynamoDB', 0.6],
      ],
      [['users', 0.6]],
    ]);
    expect(one.responseTimeRootCauses[0]?.clientImpacting).toBe(true);
    expect(coverages(record(false, { ...call, start_time: 0.6 }))).toEqual([[['shop', 1]]]);
  });

  it('do not blame work that went on after the entry had answered', () => {
    const late: SubsegmentDocument = { id: 'x9', name: 'mail', start_time: 0.9, end_time: 9 };
    const shop = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 1, subsegments: [late] });
    expect(coverages(traceRecord(traceOf(shop), 1))).toEqual([[['shop', 1]]]);
  });

  it('measure a callee by its own clock, within its call', () => {
    const skewed = { ...auth, start_time: 100, end_time: 101, subsegments: [] };
    const shop = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 1, subsegments: [call] });
    expect(coverages(traceRecord(traceOf(shop, skewed), 1))).toEqual([
      [
        ['shop', 1],
        ['api.auth', 0.85],
      ],
      [['auth', 0.85]],
    ]);
  });

  it('are none where the entry took no time', () => {
    const shop = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 0 });
    expect(traceRecord(traceOf(shop), 1).responseTimeRootCauses).toEqual([]);
  });
});
