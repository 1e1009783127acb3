import type { RootCause, RootCauseEntity, TraceRecord } from '../src/trace-record.js';
import { record } from './alterations.js';
import { ours } from './suite.js';
import type { Mistake } from './wrong-implementations.js';

function rootedIn(choose: (roots: TraceRecord['segments']) => TraceRecord['root']): Mistake['altered'] {
  return record(({ root: _, ...made }) => {
    const root = choose(made.segments.filter((segment) => segment.root));
    return root === undefined ? made : { ...made, root };
  });
}

function faultCauses(change: (cause: RootCause) => RootCause[]): Mistake['altered'] {
  return record((made) => ({ ...made, faultRootCauses: made.faultRootCauses.flatMap(change) }));
}

function timeCauses(change: (path: readonly RootCauseEntity[]) => RootCauseEntity[]): Mistake['altered'] {
  return record((made) => ({
    ...made,
    responseTimeRootCauses: made.responseTimeRootCauses.map((cause) => ({
      ...cause,
      services: cause.services.map((one) => ({ ...one, entityPath: change(one.entityPath) })),
    })),
  }));
}

const entries: Readonly<Record<string, Mistake>> = {
  'the entry is the root of the least id': {
    breaks: 'the entry is the earliest root',
    altered: rootedIn((roots) => roots.toSorted((a, b) => (a.id < b.id ? -1 : 1))[0]),
  },
  'the entry is the last root': {
    breaks: 'the entry is the earliest root',
    altered: rootedIn((roots) => roots.at(-1)),
  },
  "a fault anywhere is the entry's": {
    breaks: 'the flags of the entry are its own',
    altered: record(({ root, ...made }) =>
      root === undefined
        ? made
        : { ...made, root: { ...root, fault: made.segments.some(({ fault }) => fault) } },
    ),
  },
  'only the entry is throttled': {
    breaks: 'a throttle of any segment or call is one of the trace',
    altered: record((made) => ({ ...made, throttle: made.root?.throttle === true })),
  },
  'calls are not throttled': {
    breaks: 'a throttle of any segment or call is one of the trace',
    altered: record((made) => ({ ...made, throttle: made.segments.some(({ throttle }) => throttle) })),
  },
  'a record is partial by its entry': {
    breaks: 'a record is partial and inferred where its trace is',
    altered: record((made) => ({ ...made, partial: made.root?.partial === true })),
  },
  'a record hides that segments are inferred': {
    breaks: 'a record is partial and inferred where its trace is',
    altered: record((made) => ({ ...made, inferred: false })),
  },
  'calls are told as the callee saw them': {
    breaks: 'a call is told as its caller saw it, under all names of the callee',
    altered: record((made) => ({
      ...made,
      calls: made.calls.map((call) => {
        const callee = made.segments.find(({ node }) => node.name === call.to.name);
        return callee === undefined ? call : { ...call, ...callee };
      }),
    })),
  },
  'callees are known by their own name only': {
    breaks: 'a call is told as its caller saw it, under all names of the callee',
    altered: record((made) => ({
      ...made,
      calls: made.calls.map((call) => ({ ...call, toNames: [call.to.name] })),
    })),
  },
  'users come from the entry': {
    breaks: 'users come from every segment',
    altered: record((made) => ({
      ...made,
      users: made.users.filter(({ nodes }) => nodes.some(({ name }) => name === made.root?.node.name)),
    })),
  },
};

const annotations: Readonly<Record<string, Mistake>> = {
  'annotations come from segments only': {
    breaks: 'annotations come from every entity, each value once, with who set it',
    altered: {
      traceRecord: (trace, revision, options) => {
        const segments = trace.segments.map((segment) => ({ ...segment, subsegments: [] }));
        const { annotations } = ours.traceRecord({ ...trace, segments }, revision, options);
        return { ...ours.traceRecord(trace, revision, options), annotations };
      },
    },
  },
  'the last value of a key is kept': {
    breaks: 'annotations come from every entity, each value once, with who set it',
    altered: record((made) => ({
      ...made,
      annotations: [...new Map(made.annotations.map((one) => [one.key, one])).values()],
    })),
  },
  'numbers equal their text': {
    breaks: 'annotations come from every entity, each value once, with who set it',
    altered: record((made) => ({
      ...made,
      annotations: [...new Map(made.annotations.map((one) => [one.key + one.value, one])).values()],
    })),
  },
  'one node sets a value': {
    breaks: 'annotations come from every entity, each value once, with who set it',
    altered: record((made) => ({
      ...made,
      annotations: made.annotations.map((one) => ({ ...one, nodes: one.nodes.slice(0, 1) })),
    })),
  },
};

const causes: Readonly<Record<string, Mistake>> = {
  "a fault cause ends at the entry's service": {
    breaks: 'a fault cause leads from the entry to the deepest that failed',
    altered: faultCauses((cause) => [{ ...cause, services: cause.services.slice(0, 1) }]),
  },
  'every service that failed is a cause of its own': {
    breaks: 'a fault cause leads from the entry to the deepest that failed',
    altered: faultCauses((cause) =>
      cause.services.map((_, at) => ({ ...cause, services: cause.services.slice(0, at + 1) })),
    ),
  },
  'causes lead from the culprit to the entry': {
    breaks: 'a fault cause leads from the entry to the deepest that failed',
    altered: faultCauses((cause) => [{ ...cause, services: cause.services.toReversed() }]),
  },
  'causes tell no exceptions': {
    breaks: 'a fault cause leads from the entry to the deepest that failed',
    altered: faultCauses((cause) => [
      {
        ...cause,
        services: cause.services.map((one) => ({
          ...one,
          entityPath: one.entityPath.map((entity) => ({ ...entity, exceptions: [] })),
        })),
      },
    ]),
  },
  'every cause impacts the client': {
    breaks: 'a cause impacts the client where the entry failed too',
    altered: faultCauses((cause) => [{ ...cause, clientImpacting: true }]),
  },
  'faults are errors as well': {
    breaks: 'error causes are those of errors and throttles',
    altered: record((made) => ({
      ...made,
      errorRootCauses: [...made.errorRootCauses, ...made.faultRootCauses],
    })),
  },
  "a coverage is of the parent's time": {
    breaks: 'a response-time cause follows the slowest, each with its share of the root',
    altered: timeCauses((path) =>
      path.map((entity, at) => ({
        ...entity,
        coverage: (entity.coverage ?? 0) / (path[at - 1]?.coverage ?? 1),
      })),
    ),
  },
  'a response-time cause ends with the segment': {
    breaks: 'a response-time cause follows the slowest, each with its share of the root',
    altered: timeCauses((path) => path.slice(0, 1)),
  },
  'a response-time cause leads to what failed': {
    breaks: 'a response-time cause ends where no child holds more than half',
    altered: record((made) => ({
      ...made,
      responseTimeRootCauses: made.faultRootCauses,
    })),
  },
};

/** Mistakes that could be made in what filters and summaries see of a trace. */
export const wrongRecords: Readonly<Record<string, Mistake>> = { ...entries, ...annotations, ...causes };
