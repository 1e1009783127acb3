import type { TraceRecord } from '@radiograph/trace';
import { compileFilter } from '../src/compile-filter.js';
import type { ComparisonExpression, Expression, Selector } from '../src/expression.js';
import { tracePredicate } from '../src/predicate.js';
import { rewrite, rewriteTrace } from './rewriting.js';
import type { Implementation } from './suite.js';

interface Mistake {
  readonly expression?: (expression: Expression) => Expression;
  readonly record?: (record: TraceRecord) => TraceRecord;
}

const at = { start: 0, end: 0 };

function not(operand: Expression): Expression {
  return { kind: 'not', operand, ...at };
}

function and(...operands: Expression[]): Expression {
  return { kind: 'and', operands, ...at };
}

function everywhere(change: (node: Expression) => Expression): Mistake {
  return { expression: (expression) => rewrite(expression, change) };
}

function outsideOfBlocks(change: (node: Expression) => Expression): Mistake {
  return { expression: (expression) => rewriteTrace(expression, change) };
}

function inComparisons(change: (node: ComparisonExpression) => Expression): Mistake {
  return everywhere((node) => (node.kind === 'comparison' ? change(node) : node));
}

function inSelectors(change: (selector: Selector) => Selector): Mistake {
  return everywhere((node) => {
    if (node.kind === 'service') return { ...node, selector: change(node.selector) };
    return node.kind === 'edge' ? { ...node, from: change(node.from), to: change(node.to) } : node;
  });
}

function splitBlock(kind: 'service' | 'edge' | 'rootcause'): Mistake {
  return everywhere((node) => {
    if (node.kind !== kind || node.block?.kind !== 'and') return node;
    return and(...node.block.operands.map((block) => ({ ...node, block })));
  });
}

function onSomeSegment(...names: string[]): Mistake {
  return outsideOfBlocks((node) => {
    if (node.kind !== 'test' && node.kind !== 'comparison') return node;
    if (node.field.kind !== 'keyword' || !names.includes(node.field.name)) return node;
    return { kind: 'service', selector: at, block: node, ...at };
  });
}

function exchange(one: string, other: string): Mistake {
  return everywhere((node) => {
    if ((node.kind !== 'test' && node.kind !== 'comparison') || node.field.kind !== 'keyword') return node;
    const { name } = node.field;
    const exchanged = name === one ? other : name === other ? one : name;
    return { ...node, field: { ...node.field, name: exchanged as typeof name } };
  });
}

function orBeforeAnd(node: Expression): Expression {
  if (node.kind !== 'or') return node;
  const last = node.operands.at(-1);
  if (last?.kind !== 'and') return node;
  const [first, ...rest] = last.operands;
  return first ? and({ ...node, operands: [...node.operands.slice(0, -1), first] }, ...rest) : node;
}

function inLowerCase<Data>(data: Data): Data {
  const kept = /^(?:kind|operator|by|cause|level|Services|Name|Names|EntityPath)$/;
  return JSON.parse(JSON.stringify(data), (key, value: unknown) =>
    typeof value === 'string' && !kept.test(key) ? value.toLowerCase() : value,
  ) as Data;
}

/** Mistakes that an implementation of the language could plausibly make, and that its suite has to notice. */
export const mistakes: Readonly<Record<string, Mistake>> = {
  'AND and OR swapped': everywhere((node) => {
    if (node.kind === 'and') return { ...node, kind: 'or' };
    return node.kind === 'or' ? { ...node, kind: 'and' } : node;
  }),
  'OR binds tighter than AND': everywhere(orBeforeAnd),
  '! does nothing': everywhere((node) => (node.kind === 'not' ? node.operand : node)),
  '!= holds for absent fields': inComparisons((node) =>
    node.operator === '!=' ? not({ ...node, operator: '=' }) : node,
  ),
  '!= wants all values to differ': inComparisons((node) =>
    node.operator === '!='
      ? and({ kind: 'test', field: node.field, ...at }, not({ ...node, operator: '=' }))
      : node,
  ),
  '> includes the bound': inComparisons((node) =>
    node.operator === '>' ? { ...node, operator: '>=' } : node,
  ),
  '< includes the bound': inComparisons((node) =>
    node.operator === '<' ? { ...node, operator: '<=' } : node,
  ),
  '>= leaves the bound out': inComparisons((node) =>
    node.operator === '>=' ? { ...node, operator: '>' } : node,
  ),
  '<= leaves the bound out': inComparisons((node) =>
    node.operator === '<=' ? { ...node, operator: '<' } : node,
  ),
  'BEGINSWITH is CONTAINS': inComparisons((node) =>
    node.operator === 'beginswith' ? { ...node, operator: 'contains' } : node,
  ),
  'ENDSWITH is CONTAINS': inComparisons((node) =>
    node.operator === 'endswith' ? { ...node, operator: 'contains' } : node,
  ),
  'strings compare without case': { expression: inLowerCase, record: inLowerCase },
  'numbers equal their text': {
    record: (record) => ({
      ...record,
      annotations: record.annotations.map((set) => ({ ...set, value: Number(set.value) || set.value })),
    }),
  },
  'a false annotation counts as set': everywhere((node) =>
    node.kind === 'test' && node.field.kind === 'annotation'
      ? {
          kind: 'or',
          operands: [
            node,
            { ...node, kind: 'comparison', operator: '=', value: { kind: 'boolean', value: false, ...at } },
          ],
          ...at,
        }
      : node,
  ),
  '= false holds for absent annotations': inComparisons((node) =>
    node.field.kind === 'annotation' && node.value.value === false
      ? not({ kind: 'test', field: node.field, ...at })
      : node,
  ),
  'segment conditions on different segments': splitBlock('service'),
  'call conditions on different calls': splitBlock('edge'),
  'root-cause conditions on different elements': splitBlock('rootcause'),
  'blocks are not looked at': everywhere((node) => {
    if (node.kind !== 'service' && node.kind !== 'edge' && node.kind !== 'rootcause') return node;
    const { block: _, ...rest } = node;
    return rest;
  }),
  'blocks look at the trace': everywhere((node) =>
    node.kind === 'service' && node.block ? and({ ...node, block: node.block }, node.block) : node,
  ),
  'edges point the other way': everywhere((node) =>
    node.kind === 'edge' ? { ...node, from: node.to, to: node.from } : node,
  ),
  'names are not looked at': inSelectors(({ name: _, ...selector }) => selector),
  'types are not looked at': inSelectors(({ type: _, ...selector }) => selector),
  'accounts are not looked at': inSelectors(({ accountId: _, ...selector }) => selector),
  'only canonical names of segments': {
    record: (record) => ({
      ...record,
      segments: record.segments.map((segment) => ({ ...segment, names: [segment.node.name] })),
    }),
  },
  'only canonical names of callees': {
    record: (record) => ({
      ...record,
      calls: record.calls.map((call) => ({ ...call, toNames: [call.to.name] })),
    }),
  },
  'error of any segment': onSomeSegment('error'),
  'fault of any segment': onSomeSegment('fault'),
  'ok of any segment': onSomeSegment('ok'),
  'status of any segment': onSomeSegment('http.status'),
  'response time of any segment': onSomeSegment('responsetime'),
  'throttle of the root only': {
    record: (record) => ({ ...record, throttle: record.root?.throttle ?? false }),
  },
  'partial of the root only': { record: (record) => ({ ...record, partial: record.root?.partial ?? false }) },
  'response time and duration exchanged': exchange('responsetime', 'duration'),
  'first and last exchanged': exchange('first', 'last'),
  'error and fault exchanged': exchange('error', 'fault'),
  'index from 1': inComparisons((node) =>
    node.field.kind === 'keyword' && node.field.name === 'index' && node.value.kind === 'number'
      ? { ...node, value: { ...node.value, value: node.value.value - 1 } }
      : node,
  ),
  'every service on a path is of the type of its AWS service too': {
    record: (record) => ({
      ...record,
      faultRootCauses: record.faultRootCauses.map((cause) => ({
        ...cause,
        services: cause.services.map((service) => ({ ...service, inferred: true })),
      })),
    }),
  },
  'every kind of root cause is a fault': everywhere((node) =>
    node.kind === 'rootcause' ? { ...node, cause: 'fault' } : node,
  ),
  'templates match names only': everywhere((node) =>
    node.kind === 'rootcause-template'
      ? {
          ...node,
          template: node.template.map(({ Services }) => ({
            Services: (Services ?? []).map(({ Name }) => ({ ...(Name ? { Name } : {}) })),
          })),
        }
      : node,
  ),
  'groups hold everything': everywhere((node) => {
    if (node.kind !== 'group') return node;
    const { expression: _, ...rest } = node;
    return rest;
  }),
  'a negated group is the group': everywhere((node) =>
    node.kind === 'group' ? { ...node, operator: '=' } : node,
  ),
};

/** The implementation of this package, with one mistake built in. */
export function withMistake({
  expression: change = (same) => same,
  record: distort = (same) => same,
}: Mistake): Implementation {
  return (text, options) => {
    const compiled = compileFilter(text, options);
    if (!compiled.ok) return compiled;
    const { expression } = compiled.filter;
    const predicate = expression === undefined ? (): boolean => true : tracePredicate(change(expression));
    return { ok: true, filter: { text, expression, matches: (record) => predicate(distort(record)) } };
  };
}
