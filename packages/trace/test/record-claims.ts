import type { SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { expect } from 'vitest';
import type { RootCause } from '../src/trace-record.js';
import { segment } from './build.js';
import { recordBy } from './by-implementation.js';
import type { Claim } from './suite.js';

const denied = { exceptions: [{ id: 'e1', type: 'AccessDenied', message: 'no key' }] };
const load: SubsegmentDocument = {
  id: 'x1',
  name: 'load',
  start_time: 0.2,
  end_time: 0.9,
  fault: true,
  cause: denied,
};
const call: SubsegmentDocument = {
  id: 'b1',
  name: 'api.auth',
  namespace: 'remote',
  start_time: 0.1,
  end_time: 0.95,
  fault: true,
  http: { request: { method: 'POST' } },
};
const shop = segment({ name: 'shop', id: 'm1', start_time: 0, end_time: 1, subsegments: [call] });
const auth = segment({
  name: 'auth',
  id: 'c1',
  parent_id: 'b1',
  start_time: 0.1,
  end_time: 0.92,
  fault: true,
  subsegments: [load],
});

function claim(rule: string, holds: Claim['holds']): Claim {
  return { rule, holds };
}

/** Each cause as `shop[shop api.auth] auth[auth]`. */
function paths(causes: readonly RootCause[]): string[] {
  return causes.map(({ services }) =>
    services
      .map(({ node, entityPath }) => `${node.name}[${entityPath.map(({ name }) => name).join(' ')}]`)
      .join(' '),
  );
}

const entries: readonly Claim[] = [
  claim('the entry is the earliest root', (implementation) => {
    const other = (start_time: number): TraceDocument =>
      segment({ name: 'cron', id: start_time < 0 ? 'z1' : 'a1', start_time, end_time: 2 });
    expect(recordBy(implementation, [shop, other(-1)]).root?.id).toBe('z1');
    expect(recordBy(implementation, [other(0.5), shop]).root?.id).toBe('m1');
  }),
  claim('the flags of the entry are its own', (implementation) => {
    expect(recordBy(implementation, [shop, auth]).root).toMatchObject({ error: false, fault: false });
    expect(recordBy(implementation, [{ ...shop, fault: true }]).root?.fault).toBe(true);
  }),
  claim('a throttle of any segment or call is one of the trace', (implementation) => {
    const throttle = (...documents: TraceDocument[]): boolean => recordBy(implementation, documents).throttle;
    expect(throttle(shop, auth)).toBe(false);
    expect(throttle({ ...shop, throttle: true })).toBe(true);
    expect(throttle(shop, { ...auth, throttle: true })).toBe(true);
    expect(throttle({ ...shop, subsegments: [{ ...call, throttle: true }] }, auth)).toBe(true);
  }),
  claim('a record is partial and inferred where its trace is', (implementation) => {
    const of = (...documents: TraceDocument[]): boolean[] => {
      const { partial, inferred } = recordBy(implementation, documents);
      return [partial, inferred];
    };
    expect(of(shop, auth)).toEqual([false, false]);
    expect(of(shop)).toEqual([false, true]);
    const { end_time: _, ...begun } = auth;
    expect(of(shop, { ...begun, in_progress: true })).toEqual([true, false]);
  }),
  claim('a call is told as its caller saw it, under all names of the callee', (implementation) => {
    const { calls } = recordBy(implementation, [shop, { ...auth, fault: false, error: true }]);
    expect(calls.find(({ to }) => to.name === 'auth')).toMatchObject({
      from: { name: 'shop' },
      toNames: ['auth', 'api.auth'],
      fault: true,
      error: false,
      responseTime: 0.85,
      method: 'POST',
    });
  }),
  claim('users come from every segment', (implementation) => {
    const { users } = recordBy(implementation, [
      { ...shop, user: 'bob' },
      { ...auth, user: 'al' },
    ]);
    expect(users).toEqual([
      { name: 'al', nodes: [{ name: 'auth' }] },
      { name: 'bob', nodes: [{ name: 'shop' }] },
    ]);
  }),
  claim('annotations come from every entity, each value once, with who set it', (implementation) => {
    const inner = { ...load, annotations: { n: '29', tier: 'gold' } };
    const documents = [
      { ...shop, annotations: { n: 29, tier: 'gold' } },
      { ...auth, subsegments: [inner] },
    ];
    expect(recordBy(implementation, documents).annotations).toEqual([
      { key: 'n', value: 29, nodes: [{ name: 'shop' }] },
      { key: 'n', value: '29', nodes: [{ name: 'auth' }] },
      { key: 'tier', value: 'gold', nodes: [{ name: 'auth' }, { name: 'shop' }] },
    ]);
  }),
];

const causes: readonly Claim[] = [
  claim('a fault cause leads from the entry to the deepest that failed', (implementation) => {
    const { faultRootCauses } = recordBy(implementation, [{ ...shop, fault: true }, auth]);
    expect(paths(faultRootCauses)).toEqual(['shop[shop api.auth] auth[auth load]']);
    expect(faultRootCauses[0]?.services[1]?.entityPath[1]).toEqual({
      name: 'load',
      remote: false,
      exceptions: [{ name: 'AccessDenied', message: 'no key' }],
    });
    expect(faultRootCauses[0]?.services[0]?.entityPath[1]?.remote).toBe(true);
  }),
  claim('a cause impacts the client where the entry failed too', (implementation) => {
    const impacting = (fault: boolean): boolean[] =>
      recordBy(implementation, [{ ...shop, fault }, auth]).faultRootCauses.map((one) => one.clientImpacting);
    expect(impacting(true)).toEqual([true]);
    expect(impacting(false)).toEqual([false]);
  }),
  claim('error causes are those of errors and throttles', (implementation) => {
    const causesOf = (flags: object): string[][] => {
      const { errorRootCauses, faultRootCauses } = recordBy(implementation, [
        { ...shop, subsegments: [{ ...load, fault: false, ...flags }] },
      ]);
      return [paths(errorRootCauses), paths(faultRootCauses)];
    };
    expect(causesOf({ error: true })).toEqual([['shop[shop load]'], []]);
    expect(causesOf({ throttle: true })).toEqual([['shop[shop load]'], []]);
    expect(causesOf({ fault: true })).toEqual([[], ['shop[shop load]']]);
  }),
  claim('a response-time cause follows the slowest, each with its share of the root', (implementation) => {
    const { responseTimeRootCauses } = recordBy(implementation, [shop, auth]);
    expect(paths(responseTimeRootCauses)).toEqual(['shop[shop api.auth] auth[auth load]']);
    const shares = responseTimeRootCauses[0]?.services.map(({ entityPath }) =>
      entityPath.map(({ coverage }) => coverage),
    );
    expect(shares).toEqual([
      [1, 0.85],
      [0.82, 0.7],
    ]);
  }),
  claim('a response-time cause ends where no child holds more than half', (implementation) => {
    const quick = { ...shop, subsegments: [{ ...load, end_time: 0.7 }] };
    expect(paths(recordBy(implementation, [quick]).responseTimeRootCauses)).toEqual(['shop[shop]']);
  }),
];

/** The rules of what filters and summaries see of a trace. */
export const recordClaims: readonly Claim[] = [...entries, ...causes];
