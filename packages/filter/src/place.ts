import type { Operator, RootCauseKind, RootCauseLevel } from './expression.js';
import type { Fields, Reader } from './field-reading.js';
import { type KeywordName, keywordNames } from './keyword.js';
import { callFields, segmentFields } from './request-fields.js';
import { rootCauseFields } from './root-cause-fields.js';
import { traceFields } from './trace-fields.js';

/** Where a condition stands: outside of any block, or in which; and so, what it can look at. */
export interface Place {
  /** In words, after "in". */
  readonly name: string;
  readonly fields: Fields<never>;
  readonly inBlock: boolean;
}

/** Outside of any block. */
export const tracePlace: Place = {
  name: 'a condition on the whole trace',
  fields: traceFields,
  inBlock: false,
};
/** The block of `service()`: one segment. */
export const servicePlace: Place = { name: 'the block of service()', fields: segmentFields, inBlock: true };
/** The block of `edge()`: one call. */
export const edgePlace: Place = { name: 'the block of edge()', fields: callFields, inBlock: true };

/** The block of `rootcause.<cause>.<level>`. */
export function rootCausePlace(cause: RootCauseKind, level: RootCauseLevel): Place {
  const fields = rootCauseFields(level, cause === 'responsetime');
  return { name: `the block of rootcause.${cause}.${level}`, fields, inBlock: true };
}

const places: readonly Place[] = [
  tracePlace,
  servicePlace,
  edgePlace,
  { ...rootCausePlace('fault', 'service'), name: 'the block of rootcause.*.service' },
  { ...rootCausePlace('fault', 'entity'), name: 'the block of rootcause.*.entity' },
  rootCausePlace('responsetime', 'entity'),
  { ...rootCausePlace('fault', 'exception'), name: 'the block of rootcause.*.exception' },
];

/** The keywords that can be used in a place, in the order of the language's table. */
export function keywordsIn({ fields }: Place): readonly KeywordName[] {
  return keywordNames.filter((name) => fields[name] !== undefined);
}

/** A place in which a keyword can be used. */
export function homeOf(name: KeywordName): Place | undefined {
  return places.find(({ fields }) => fields[name] !== undefined);
}

/** What a field is compared with. */
export type FieldType = 'boolean' | 'number' | 'string';

/** The type of a keyword in a place; undefined where it cannot be used. A field of several strings, or spellings, is compared as a string. */
export function typeIn({ fields }: Place, name: KeywordName): FieldType | undefined {
  const reader: Reader<never> | undefined = fields[name];
  return reader?.type === 'strings' || reader?.type === 'spellings' ? 'string' : reader?.type;
}

/** The operators that each type has. */
export const operatorsOf: Readonly<Record<FieldType, readonly Operator[]>> = {
  boolean: ['=', '!='],
  number: ['=', '!=', '<', '<=', '>', '>='],
  string: ['=', '!=', 'contains', 'beginswith', 'endswith'],
};
