import type { AnnotationValue } from '@radiograph/protocol';
import type {
  CallRecord,
  NodeIdentity,
  RequestRecord,
  RootCause,
  RootCauseEntity,
  SegmentRecord,
  TraceRecord,
} from '@radiograph/trace';

/** The telling part of a trace record, as the examples write it; everything left out is ordinary. */
export interface RecordSketch {
  readonly root?: SegmentSketch | null;
  readonly segments?: readonly SegmentSketch[];
  readonly calls?: readonly CallSketch[];
  readonly annotations?: Readonly<Record<string, AnnotationValue | readonly AnnotationValue[]>>;
  readonly users?: readonly string[];
  readonly zones?: readonly string[];
  readonly instances?: readonly string[];
  readonly arns?: readonly string[];
  readonly duration?: number;
  readonly partial?: boolean;
  readonly faultCauses?: readonly CauseSketch[];
  readonly errorCauses?: readonly CauseSketch[];
  readonly slowCauses?: readonly CauseSketch[];
}

interface RequestSketch {
  readonly time?: number;
  readonly status?: number;
  readonly url?: string;
  readonly method?: string;
  readonly userAgent?: string;
  readonly clientIp?: string;
  readonly error?: boolean;
  readonly throttle?: boolean;
  readonly fault?: boolean;
  readonly partial?: boolean;
}

interface SegmentSketch extends RequestSketch {
  readonly name?: string;
  readonly names?: readonly string[];
  readonly type?: string;
  readonly account?: string;
  readonly inferred?: boolean;
}

type NodeSketch = string | { readonly name: string; readonly type?: string; readonly account?: string };

interface CallSketch extends RequestSketch {
  readonly from: NodeSketch;
  readonly to: NodeSketch;
  readonly toNames?: readonly string[];
}

type CauseSketch = readonly {
  readonly name: string;
  readonly names?: readonly string[];
  readonly type?: string;
  readonly account?: string;
  readonly inferred?: boolean;
  readonly entities?: readonly EntitySketch[];
}[];

interface EntitySketch {
  readonly name: string;
  readonly remote?: boolean;
  readonly coverage?: number;
  readonly exceptions?: readonly { readonly name: string; readonly message: string }[];
}

/** Makes a whole record from a sketch. `root: null` is a trace of orphans. Throttle and inferred follow from the rows, as they do in the trace room. */
export function recordOf(sketch: RecordSketch): TraceRecord {
  const root = sketch.root === null ? undefined : segmentOf(sketch.root ?? {}, true);
  const segments = [
    ...(root ? [root] : []),
    ...(sketch.segments ?? []).map((segment) => segmentOf(segment, false)),
  ];
  const calls = (sketch.calls ?? []).map(callOf);
  const rows: readonly RequestRecord[] = [...segments, ...calls];
  return {
    id: '1-5f5e1000-0123456789abcdef01234567',
    start: 1_600_000_000,
    end: 1_600_000_000 + (sketch.duration ?? 1),
    duration: sketch.duration ?? 1,
    revision: 1,
    partial: sketch.partial ?? rows.some((row) => row.partial),
    inferred: segments.some((segment) => segment.inferred),
    throttle: rows.some((row) => row.throttle),
    ...(root ? { root } : {}),
    segments,
    calls,
    annotations: annotationsOf(sketch.annotations ?? {}),
    users: (sketch.users ?? []).map((name) => ({ name, nodes: [] })),
    availabilityZones: sketch.zones ?? [],
    instanceIds: sketch.instances ?? [],
    resourceArns: sketch.arns ?? [],
    faultRootCauses: (sketch.faultCauses ?? []).map(causeOf),
    errorRootCauses: (sketch.errorCauses ?? []).map(causeOf),
    responseTimeRootCauses: (sketch.slowCauses ?? []).map(causeOf),
  };
}

function requestOf({ time = 0.1, ...sketch }: RequestSketch): RequestRecord {
  const {
    status,
    url,
    method,
    userAgent,
    clientIp,
    error = false,
    throttle = false,
    fault = false,
    partial = false,
  } = sketch;
  return {
    error,
    throttle,
    fault,
    partial,
    start: 1_600_000_000,
    ...(partial ? {} : { responseTime: time }),
    ...(status === undefined ? {} : { status }),
    ...(url === undefined ? {} : { url }),
    ...(method === undefined ? {} : { method }),
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(clientIp === undefined ? {} : { clientIp }),
  };
}

function segmentOf(sketch: SegmentSketch, root: boolean): SegmentRecord {
  const { name = 'shop', names = [name], inferred = false } = sketch;
  return {
    id: '0123456789abcdef',
    node: nodeOf({ ...sketch, name }),
    names,
    inferred,
    root,
    ...requestOf(sketch),
  };
}

function callOf(sketch: CallSketch): CallRecord {
  const to = nodeOf(sketch.to);
  return { from: nodeOf(sketch.from), to, toNames: sketch.toNames ?? [to.name], ...requestOf(sketch) };
}

function nodeOf(sketch: NodeSketch): NodeIdentity {
  if (typeof sketch === 'string') return { name: sketch };
  const { name, type, account } = sketch;
  return {
    name,
    ...(type === undefined ? {} : { type }),
    ...(account === undefined ? {} : { accountId: account }),
  };
}

function annotationsOf(sketch: NonNullable<RecordSketch['annotations']>): TraceRecord['annotations'] {
  return Object.entries(sketch).flatMap(([key, values]) =>
    [values].flat().map((value) => ({ key, value, nodes: [] })),
  );
}

function causeOf(sketch: CauseSketch): RootCause {
  const services = sketch.map(({ entities = [], names, inferred = false, ...node }) => ({
    node: nodeOf(node),
    names: names ?? [node.name],
    inferred,
    entityPath: entities.map(entityOf),
  }));
  return { services, clientImpacting: true };
}

function entityOf({ remote = false, exceptions = [], ...entity }: EntitySketch): RootCauseEntity {
  return { ...entity, remote, exceptions };
}
