import { type Call, callsOf } from '../calls.js';
import type { Mutable } from '../mutable.js';
import { clientNode } from '../node-naming.js';
import { outcome } from '../outcome.js';
import { elapsed, endOf, lastMoment, responseTime } from '../timing.js';
import type { AssembledSegment, Trace } from '../trace.js';
import { forEachSubsegment } from '../walk.js';
import type { EdgeContribution, GraphContribution, NodeContribution } from './graph-contribution.js';
import { type LinkedTraces, linkEdges } from './link-edges.js';

/**
 * Gives what a trace adds to service graphs. `foldGraph` makes a graph of the contributions of many traces.
 *
 * @param linked finds the traces that segments link to; links to traces it does not find give no edge
 */
export function contribution(trace: Trace, linked?: LinkedTraces): GraphContribution {
  const nodes: NodeContribution[] = [];
  for (const segment of trace.segments) {
    nodes.push(segmentContribution(segment));
    if (segment.root) nodes.push(clientContribution(segment));
  }
  return { nodes, edges: [...callsOf(trace).map(callContribution), ...linkEdges(trace, linked)] };
}

function segmentContribution(segment: AssembledSegment): NodeContribution {
  const { document, node, root, inferred } = segment;
  const time = responseTime(document);
  const row: Mutable<NodeContribution> = {
    identity: node,
    names: [node.name],
    root,
    state: inferred ? 'unknown' : 'active',
    start: document.start_time,
    end: lastMoment(document),
  };
  if (time !== undefined) {
    row.outcome = outcome(document);
    row.responseTime = time;
    row.duration = elapsed(document.start_time, lastEnd(segment));
  }
  return row;
}

function clientContribution({ document, node }: AssembledSegment): NodeContribution {
  const { name } = node;
  const start = document.start_time;
  return {
    identity: clientNode(node),
    names: [name],
    root: false,
    state: 'unknown',
    start,
    end: lastMoment(document),
  };
}

function callContribution({ from, to, seen, caller, alias }: Call): EdgeContribution {
  const time = responseTime(seen);
  const row: Mutable<EdgeContribution> = {
    from,
    to,
    start: caller.document.start_time,
    end: lastMoment(caller.document),
    aliases: alias === undefined ? [] : [alias],
    link: false,
  };
  if (time !== undefined) {
    row.outcome = outcome(seen);
    row.responseTime = time;
  }
  return row;
}

function lastEnd(segment: AssembledSegment): number {
  let last = lastMoment(segment.document);
  forEachSubsegment(segment, ({ document }) => {
    last = Math.max(last, endOf(document) ?? last);
  });
  return last;
}
