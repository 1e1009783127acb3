import type { AwsBlock } from '@radiograph/protocol';
import { isSubsegmentDocument } from '@radiograph/protocol';
import type { NodeIdentity } from '../src/node-identity.js';
import { nodeKey } from '../src/node-identity.js';
import {
  allRows,
  edgeRows,
  graph,
  nodeRows,
  record,
  rows,
  segments,
  subsegmentDocuments,
} from './alterations.js';
import type { Mistake } from './wrong-implementations.js';

/** Names the nodes of inferred segments otherwise. */
function inferredAs(node: (aws: AwsBlock, name: string) => NodeIdentity | undefined): Mistake['altered'] {
  return segments((segment) => {
    const { document, inferred } = segment;
    const other = inferred && document.aws ? node(document.aws, document.name) : undefined;
    return [other === undefined ? segment : { ...segment, node: other }];
  });
}

/** Loses a part of every identity. */
function knowingBy(strip: (identity: NodeIdentity) => NodeIdentity): Mistake['altered'] {
  return rows(({ nodes, edges }) => ({
    nodes: nodes.map((row) => ({ ...row, identity: strip(row.identity) })),
    edges: edges.map((row) => ({ ...row, from: strip(row.from), to: strip(row.to) })),
  }));
}

const calling: Readonly<Record<string, Mistake>> = {
  'entries have no clients': {
    breaks: 'E1 single segment',
    altered: rows(({ nodes, edges }) => ({
      nodes: nodes.filter(({ identity }) => identity.type !== 'client'),
      edges: edges.filter(({ from }) => from.type !== 'client'),
    })),
  },
  'all clients are one': {
    breaks: 'E16 two roots',
    altered: knowingBy((identity) =>
      identity.type === 'client' ? { ...identity, name: 'client' } : identity,
    ),
  },
  'inferred nodes are active': {
    breaks: 'E2 remote uninstrumented',
    altered: nodeRows((row) => [row.identity.type === 'client' ? row : { ...row, state: 'active' }]),
  },
  'edges span the callee': {
    breaks: 'E2 remote uninstrumented',
    altered: edgeRows((row, nodes) => {
      const callee = nodes.find(({ identity }) => nodeKey(identity) === nodeKey(row.to));
      return [callee === undefined ? row : { ...row, start: callee.start, end: callee.end }];
    }),
  },
  "edge statistics are the callee's": {
    breaks: 'E3 remote instrumented',
    altered: edgeRows((row, nodes) => {
      const callee = nodes.find(({ identity }) => nodeKey(identity) === nodeKey(row.to));
      if (callee?.outcome === undefined || callee.responseTime === undefined) return [row];
      return [{ ...row, outcome: callee.outcome, responseTime: callee.responseTime }];
    }),
  },
  "node statistics are the caller's": {
    breaks: 'E3 remote instrumented',
    altered: rows(({ nodes, edges }) => ({
      nodes: nodes.map((row) => {
        const call = edges.find(({ to }) => nodeKey(to) === nodeKey(row.identity));
        if (call?.outcome === undefined || call.responseTime === undefined) return row;
        return { ...row, outcome: call.outcome, responseTime: call.responseTime };
      }),
      edges,
    })),
  },
  'aliases are forgotten': {
    breaks: 'E3 remote instrumented',
    altered: edgeRows((row) => [{ ...row, aliases: [] }]),
  },
  "a table's node bears the name of the API": {
    breaks: 'E4 DynamoDB',
    altered: inferredAs(({ table_name }, name) =>
      table_name ? { name, type: 'AWS::DynamoDB::Table' } : undefined,
    ),
  },
  'the first of several tables is the node': {
    breaks: 'E5 two tables',
    altered: subsegmentDocuments((one) => {
      const [first] = one.aws?.resource_names ?? [];
      return first === undefined ? one : { ...one, aws: { ...one.aws, resource_names: [first] } };
    }),
  },
  'a topic is a node of its own': {
    breaks: 'E6 SNS',
    altered: inferredAs(({ topic_arn }) => (topic_arn ? { name: topic_arn, type: 'AWS::SNS' } : undefined)),
  },
  'databases are remotes': {
    breaks: 'E7 SQL',
    altered: subsegmentDocuments(({ sql: _, ...one }) => one),
  },
  'only subsegments call': {
    breaks: 'E8 Lambda',
    altered: segments((segment) => {
      const { caller, ...rest } = segment;
      return [caller?.entityId === caller?.segmentId ? rest : segment];
    }),
  },
  'local work leads to a node': {
    breaks: 'E9 local subsegment',
    altered: subsegmentDocuments((one) => ({ namespace: 'remote', ...one })),
  },
  'calls inside of local work lead nowhere': {
    breaks: 'E10 nested',
    altered: subsegmentDocuments((one, depth) => {
      const { namespace: _, ...local } = one;
      return depth > 0 ? local : one;
    }),
  },
};

const counting: Readonly<Record<string, Mistake>> = {
  'throttles are other errors': {
    breaks: 'E11 throttle',
    altered: allRows((row) => (row.outcome === 'throttle' ? { ...row, outcome: 'error' } : row)),
  },
  'an error goes before a fault': {
    breaks: 'E12 compound',
    altered: allRows((row) => (row.outcome === 'fault' ? { ...row, outcome: 'error' } : row)),
  },
  'what failed counts in two classes': {
    breaks: 'E12 compound',
    altered: nodeRows((row) => (row.outcome === 'fault' ? [row, { ...row, outcome: 'error' }] : [row])),
  },
  'calls between two nodes count once for each trace': {
    breaks: 'E13 retries',
    altered: rows(({ nodes, edges }) => {
      const last = new Map(edges.map((row) => [nodeKey(row.from) + nodeKey(row.to), row]));
      return { nodes, edges: [...last.values()] };
    }),
  },
  'what is in progress counts': {
    breaks: 'E14 in progress',
    altered: allRows((row) =>
      'identity' in row && row.identity.type === 'client' ? row : { outcome: 'ok', responseTime: 0, ...row },
    ),
  },
  'calls that were streamed infer nothing': {
    breaks: 'E15 streamed',
    altered: segments((segment, _, from) => {
      const streamed = from.some((one) => isSubsegmentDocument(one) && one.id === segment.caller?.entityId);
      return segment.inferred && streamed ? [] : [segment];
    }),
  },
  'a trace has one entry': {
    breaks: 'E16 two roots',
    altered: segments((segment, { segments }) => [
      { ...segment, root: segment === segments.find(({ root }) => root) },
    ]),
  },
  'what names a parent is no entry': {
    breaks: 'E17 unknown parent',
    altered: segments((segment) => [{ ...segment, root: segment.document.parent_id === undefined }]),
  },
  'response times run to the last subsegment': {
    breaks: 'E18 async',
    altered: nodeRows(({ duration, ...row }) => [
      duration === undefined ? row : { ...row, duration, responseTime: duration },
    ]),
  },
  "the entry's response time runs to the end of the trace": {
    breaks: 'E18 async',
    altered: record(({ root, ...made }) =>
      root === undefined ? made : { ...made, root: { ...root, responseTime: made.duration } },
    ),
  },
  'durations are response times': {
    breaks: 'E18 async',
    altered: nodeRows(({ duration: _, ...row }) => [row]),
  },
};

const several: Readonly<Record<string, Mistake>> = {
  'links are calls': { breaks: 'E19 link', altered: edgeRows((row) => [{ ...row, link: false }]) },
  'links tell the time of the receiver': {
    breaks: 'E19 link',
    altered: edgeRows((row) => [row.link ? { ...row, responseTime: row.end - row.start } : row]),
  },
  'links lead nowhere': { breaks: 'E19 link', altered: edgeRows((row) => (row.link ? [] : [row])) },
  'total times are averages': {
    breaks: 'E20 aggregate',
    altered: graph(({ nodes, edges }) => ({
      nodes: nodes.map(({ statistics, ...node }) => {
        if (statistics === undefined) return node;
        const { totalResponseTime, ...counted } = statistics;
        const count = Object.values(counted).reduce((sum, some) => sum + some, 0) || 1;
        return { ...node, statistics: { ...statistics, totalResponseTime: totalResponseTime / count } };
      }),
      edges,
    })),
  },
  'nothing calls itself': {
    breaks: 'E21 self call',
    altered: edgeRows((row) => (nodeKey(row.from) === nodeKey(row.to) ? [] : [row])),
  },
  'types are not told apart': {
    breaks: 'E22 same name, other origin',
    altered: knowingBy(({ type, ...identity }) => (type === 'client' ? { ...identity, type } : identity)),
  },
  'accounts are not told apart': {
    breaks: 'E23 account',
    altered: knowingBy(({ accountId: _, ...identity }) => identity),
  },
};

/** Mistakes that could be made with nodes and edges, each against one of the numbered cases. */
export const wrongExamples: Readonly<Record<string, Mistake>> = { ...calling, ...counting, ...several };
