import type { LinkDocument } from '@radiograph/protocol';
import type { NodeIdentity } from '../node-identity.js';
import { compareText } from '../order.js';
import { outcome } from '../outcome.js';
import { elapsed, isComplete, lastMoment } from '../timing.js';
import type { AssembledEntity, AssembledSegment, Trace } from '../trace.js';
import { forEachEntity, segmentsById } from '../walk.js';
import type { EdgeContribution } from './graph-contribution.js';

/** Finds an assembled trace by its id; undefined where it is not known. */
export type LinkedTraces = (traceId: string) => Trace | undefined;

/** Where a linked event came from: the node that handed it over, and when it was sent (epoch seconds). */
interface Sender {
  readonly node: NodeIdentity;
  readonly sent: number;
}

/** Service types that take an event now and hand it over later. */
const CARRIERS = /^AWS::(SQS|SNS|Kinesis|Events|EventBridge|StepFunctions|DynamoDB|S3)\b/;

/** X-Ray's own limit of links per trace; what is beyond makes no edges. */
const MOST_LINKS = 100;

/** The ids of the traces that segments of this one link to, in order, each once. */
export function linkedTraceIds(trace: Trace): string[] {
  const ids = new Set(linksOf(trace).map(({ link }) => link.trace_id));
  return [...ids].sort(compareText);
}

/** Makes one edge for each link of a segment whose other end is found, from the node that handed the event over. */
export function linkEdges(trace: Trace, linked: LinkedTraces = () => undefined): EdgeContribution[] {
  const traces = new Map([[trace.id, trace]]);
  for (const id of linkedTraceIds(trace)) {
    const other = traces.get(id) ?? linked(id);
    if (other !== undefined) traces.set(id, other);
  }
  return linksOf(trace).flatMap(({ segment, link }) => {
    const other = traces.get(link.trace_id);
    const sender = other === undefined ? undefined : senderOf(other, link);
    return sender === undefined ? [] : [linkEdge(sender, segment)];
  });
}

interface SegmentLink {
  readonly segment: AssembledSegment;
  readonly link: LinkDocument;
}

function linksOf(trace: Trace): SegmentLink[] {
  const links: SegmentLink[] = [];
  for (const segment of trace.segments) {
    for (const link of segment.document.links ?? []) {
      if (links.length === MOST_LINKS) return links;
      links.push({ segment, link });
    }
  }
  return links;
}

function linkEdge({ node, sent }: Sender, { document, node: to }: AssembledSegment): EdgeContribution {
  return {
    from: node,
    to,
    start: document.start_time,
    end: lastMoment(document),
    ...(isComplete(document) && {
      outcome: outcome(document),
      responseTime: elapsed(sent, document.start_time),
    }),
    aliases: [],
    link: true,
  };
}

/** A link may name the sending call, or the segment it was made in; a segment stands for its one call to a carrier. */
function senderOf(trace: Trace, link: LinkDocument): Sender | undefined {
  let named: AssembledEntity | undefined;
  let segment: AssembledSegment | undefined;
  forEachEntity(trace, (entity, owner) => {
    if (entity.document.id !== link.id) return;
    named = entity;
    segment = owner;
  });
  if (named === undefined || segment === undefined) return undefined;
  return carrierOf(trace, named) ?? { node: segment.node, sent: lastMoment(named.document) };
}

function carrierOf(trace: Trace, named: AssembledEntity): Sender | undefined {
  const segments = segmentsById(trace);
  const { id } = named.document;
  const carriers = [...segments.values()].filter(
    ({ caller, node }) =>
      caller !== undefined &&
      (named.kind === 'segment'
        ? caller.segmentId === id && CARRIERS.test(node.type ?? '')
        : caller.entityId === id),
  );
  const [carrier] = carriers;
  return carriers.length === 1 && carrier !== undefined
    ? { node: carrier.node, sent: carrier.document.start_time }
    : undefined;
}
