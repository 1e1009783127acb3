import fc from 'fast-check';
import { anyText } from './any-text.js';

const key: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'request',
    'response',
    'status',
    'url',
    'account_id',
    'ecs',
    'table_names',
    'exceptions',
    'stack',
  ),
  fc.constantFrom('__proto__', 'constructor', 'id', 'message', 'toString', '\ud800'),
  fc.string({ maxLength: 6 }),
);

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -1,
    1478293361.5,
    1478293361500,
    1e300,
    'subsegment',
    'shop',
    'what?',
    '',
  ),
  fc.constantFrom('70DE5B6F19FF9A0A', '70de5b6f19ff9a0b', '581CF771A006649127E371903A2DE979', '\ud800'),
  anyText,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const { value }: { value: fc.Arbitrary<unknown> } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
}));

const members: fc.Arbitrary<object> = fc.dictionary(key, value, { maxKeys: 4 });

/** JSON in the likeness of a document: members and values that documents know turn up often, right and wrong ones alike. */
export const { documentLike }: { documentLike: fc.Arbitrary<object> } = fc.letrec((tie) => ({
  documentLike: fc.record(
    {
      id: mostly('70DE5B6F19FF9A0A'),
      trace_id: mostly('581CF771A006649127E371903A2DE979'),
      name: mostly('shop'),
      start_time: mostly(1478293361),
      end_time: mostly(1478293360.5),
      parent_id: mostly('70de5b6f19ff9a0b'),
      in_progress: fc.boolean(),
      type: fc.constantFrom('subsegment', 'segment'),
      subsegments: fc.array(tie('documentLike'), { maxLength: 2, depthIdentifier: 'subsegments' }),
      annotations: members,
      metadata: members,
      aws: members,
      http: members,
      cause: value,
      links: fc.array(value, { maxLength: 2 }),
      unknown: value,
    },
    { requiredKeys: ['id', 'trace_id', 'name', 'start_time', 'end_time'] },
  ) as fc.Arbitrary<object>,
}));

function mostly(usual: unknown): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: fc.constant(usual), weight: 12 }, { arbitrary: scalar, weight: 1 });
}
