import fc from 'fast-check';
import type {
  Expression,
  Field,
  Literal,
  Operator,
  RootCauseKind,
  RootCauseLevel,
  Selector,
} from '../src/expression.js';
import {
  edgePlace,
  keywordsIn,
  operatorsOf,
  type Place,
  rootCausePlace,
  servicePlace,
  tracePlace,
  typeIn,
} from '../src/place.js';

const at = { start: 0, end: 0 };
// Characters that mean something to the language, besides all others.
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', "'", '\\', ']', '[', ' ', '.', '#', '{', 'a', '\n', 'é', '😀') }),
);
const someText = text.filter((value) => value !== '');
const key = fc.oneof(
  fc.stringMatching(/^[a-zA-Z_][\w.]{0,12}$/),
  text.filter((value) => value !== ''),
);

const numberLiteral: fc.Arbitrary<Literal> = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => ({ kind: 'number', value: value + 0, ...at }));
const stringLiteral: fc.Arbitrary<Literal> = text.map((value) => ({ kind: 'string', value, ...at }));
const booleanLiteral: fc.Arbitrary<Literal> = fc
  .boolean()
  .map((value) => ({ kind: 'boolean', value, ...at }));
const literals = { number: numberLiteral, string: stringLiteral, boolean: booleanLiteral } as const;

function comparison(field: Field, type: keyof typeof literals): fc.Arbitrary<Expression> {
  return fc
    .tuple(fc.constantFrom<Operator>(...operatorsOf[type]), literals[type])
    .map(([operator, value]) => ({ kind: 'comparison', field, operator, value, ...at }));
}

function conditions(field: Field, types: readonly (keyof typeof literals)[]): fc.Arbitrary<Expression> {
  const alone: fc.Arbitrary<Expression> = fc.constant({ kind: 'test', field, ...at });
  return fc.oneof(alone, ...types.map((type) => comparison(field, type)));
}

function keywordCondition(place: Place): fc.Arbitrary<Expression> {
  return fc.constantFrom(...keywordsIn(place)).chain((name) => {
    const type = typeIn(place, name);
    return conditions({ kind: 'keyword', name, ...at }, type === undefined ? [] : [type]);
  });
}

const annotationCondition = key.chain((name) =>
  conditions({ kind: 'annotation', key: name, ...at }, ['number', 'string', 'boolean']),
);

function logical(condition: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return fc.letrec<{ node: Expression }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      condition,
      fc
        .array(tie('node'), { minLength: 2, maxLength: 3 })
        .map((operands): Expression => ({ kind: 'and', operands, ...at })),
      fc
        .array(tie('node'), { minLength: 2, maxLength: 3 })
        .map((operands): Expression => ({ kind: 'or', operands, ...at })),
      tie('node').map((operand): Expression => ({ kind: 'not', operand, ...at })),
    ),
  })).node;
}

const selector: fc.Arbitrary<Selector> = fc
  .record({ name: someText, type: someText, accountId: someText }, { requiredKeys: [] })
  .map((parts) => ({ ...parts, ...at }));

function withBlock(head: fc.Arbitrary<Expression>, place: Place): fc.Arbitrary<Expression> {
  const block = fc.option(logical(keywordCondition(place)), { nil: undefined });
  return fc
    .tuple(head, block)
    .map(([node, inside]) => (inside === undefined ? node : ({ ...node, block: inside } as Expression)));
}

const services = withBlock(
  selector.map((selected): Expression => ({ kind: 'service', selector: selected, ...at })),
  servicePlace,
);
const edges = withBlock(
  fc.tuple(selector, selector).map(([from, to]): Expression => ({ kind: 'edge', from, to, ...at })),
  edgePlace,
);
const rootCauses = fc
  .tuple(
    fc.constantFrom<RootCauseKind>('fault', 'error', 'responsetime'),
    fc.constantFrom<RootCauseLevel>('service', 'entity', 'exception'),
  )
  .chain(([cause, level]) =>
    withBlock(fc.constant({ kind: 'rootcause', cause, level, ...at }), rootCausePlace(cause, level)),
  );

const entityTemplate = fc.record(
  {
    Name: text,
    Coverage: fc.double({ min: 0, max: 1, noNaN: true }).map((share) => share + 0),
    Remote: fc.boolean(),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const serviceTemplate = fc.record(
  {
    Name: text,
    Names: fc.array(text, { maxLength: 2 }),
    Type: text,
    EntityPath: fc.array(entityTemplate, { maxLength: 2 }),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const templates = fc
  .array(
    fc.record(
      { Services: fc.array(serviceTemplate, { maxLength: 2 }) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((template): Expression => ({ kind: 'rootcause-template', template, ...at }));
const groups: fc.Arbitrary<Expression> = fc
  .constantFrom<'=' | '!='>('=', '!=')
  .map((operator) => ({ kind: 'group', by: 'name', operator, value: 'Default', ...at }));

/** Any checked expression, with empty spans. */
export const anyExpression: fc.Arbitrary<Expression> = logical(
  fc.oneof(keywordCondition(tracePlace), annotationCondition, services, edges, rootCauses, templates, groups),
);
