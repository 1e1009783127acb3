import type {
  GraphEdge,
  GraphNode,
  Histogram,
  NodeIdentity,
  ServiceGraph,
  Statistics,
} from '@radiograph/trace';
import { call } from './call.js';
import { askReading, type Scope } from './own-reading.js';
import { finite, list, members, text, texts, type Unknown } from './reading.js';

/** The graph of a scope: of all its traces from what the service has counted, of those that match a filter from the traces themselves. */
export async function fetchServiceGraph(scope: Scope, signal: AbortSignal): Promise<ServiceGraph> {
  if (scope.filter.trim() === '') return fetchWholeGraph(scope, signal);
  const answer = members(await askReading('graph', scope, {}, signal));
  return readServices(list(answer['Services']));
}

async function fetchWholeGraph(
  window: { readonly start: number; readonly end: number },
  signal: AbortSignal,
): Promise<ServiceGraph> {
  const services: unknown[] = [];
  let token: string | undefined;
  do {
    const input = {
      StartTime: window.start,
      EndTime: window.end,
      ...(token !== undefined && { NextToken: token }),
    };
    const page = members(await call('/ServiceGraph', input, signal));
    services.push(...list(page['Services']));
    token = text(page['NextToken']);
  } while (token !== undefined);
  return readServices(services);
}

/** X-Ray's `Services` as a graph. Edges to a service that is not listed are left out. */
export function readServices(services: readonly unknown[]): ServiceGraph {
  const wires = services.map(members);
  const indexes = new Map<number, number>();
  for (const [index, wire] of wires.entries()) {
    const reference = finite(wire['ReferenceId']);
    if (reference !== undefined) indexes.set(reference, index);
  }
  return {
    nodes: wires.map(readNode),
    edges: wires.flatMap((wire, from) =>
      list(wire['Edges']).flatMap((edge) => readEdge(from, members(edge), indexes)),
    ),
  };
}

/** X-Ray's ServiceId members as a node's identity. The account `all`, which X-Ray sends where none is known, counts as none. */
export function readIdentity(wire: Unknown): NodeIdentity {
  const type = text(wire['Type']);
  const accountId = text(wire['AccountId']);
  return {
    name: text(wire['Name']) ?? '',
    ...(type && { type }),
    ...(accountId && accountId !== 'all' && { accountId }),
  };
}

function readNode(wire: Unknown): GraphNode {
  const statistics = wire['SummaryStatistics'];
  return {
    identity: readIdentity(wire),
    names: texts(wire['Names']),
    root: wire['Root'] === true,
    state: wire['State'] === 'active' ? 'active' : 'unknown',
    start: finite(wire['StartTime']) ?? 0,
    end: finite(wire['EndTime']) ?? 0,
    ...(statistics !== undefined &&
      statistics !== null && { statistics: readStatistics(members(statistics)) }),
    responseTimes: readHistogram(wire['ResponseTimeHistogram']),
    durations: readHistogram(wire['DurationHistogram']),
  };
}

function readEdge(from: number, wire: Unknown, indexes: ReadonlyMap<number, number>): readonly GraphEdge[] {
  const to = indexes.get(finite(wire['ReferenceId']) ?? -1);
  if (to === undefined) return [];
  return [
    {
      from,
      to,
      start: finite(wire['StartTime']) ?? 0,
      end: finite(wire['EndTime']) ?? 0,
      statistics: readStatistics(members(wire['SummaryStatistics'])),
      responseTimes: readHistogram(wire['ResponseTimeHistogram']),
      aliases: list(wire['Aliases']).map((alias) => readIdentity(members(alias))),
      link: wire['EdgeType'] === 'link',
    },
  ];
}

function readStatistics(wire: Unknown): Statistics {
  const errors = members(wire['ErrorStatistics']);
  const throttle = finite(errors['ThrottleCount']) ?? 0;
  return {
    ok: finite(wire['OkCount']) ?? 0,
    throttle,
    error: finite(errors['OtherCount']) ?? Math.max(0, (finite(errors['TotalCount']) ?? 0) - throttle),
    fault: finite(members(wire['FaultStatistics'])['TotalCount']) ?? 0,
    totalResponseTime: finite(wire['TotalResponseTime']) ?? 0,
  };
}

/** A histogram of the X-Ray API, ascending, empty bars left out. */
export function readHistogram(value: unknown): Histogram {
  return list(value)
    .map(members)
    .map((entry) => ({ value: finite(entry['Value']) ?? 0, count: finite(entry['Count']) ?? 0 }))
    .filter((entry) => entry.count > 0)
    .sort((left, right) => left.value - right.value);
}
