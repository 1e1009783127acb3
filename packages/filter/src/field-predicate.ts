import type { AnnotationValue } from '@radiograph/protocol';
import type { AnnotationRecord, TraceRecord } from '@radiograph/trace';
import type { Literal, Operator } from './expression.js';
import type { Predicate, Reader } from './field-reading.js';

/** A keyword on its own: a flag is true, anything else is set. An empty string is set, and so is 0. */
export function testPredicate<Row>(reader: Reader<Row>): Predicate<Row> {
  if (reader.type === 'boolean') return reader.read;
  if (reader.type === 'strings') return (row) => reader.some(row, anyValue);
  if (reader.type === 'spellings') return (row) => reader.read(row).length > 0;
  const { read } = reader;
  return (row) => read(row) !== undefined;
}

/**
 * A field compared with a value. An absent field fails every comparison, `!=` included, so `!=` says that the field is there.
 * Of several values one that passes is enough, for `!=` too: `user != "al"` holds where somebody other than al took part.
 * Of several spellings of one value none may be equal for `!=`: they are the same thing.
 */
export function comparisonPredicate<Row>(
  reader: Reader<Row>,
  operator: Operator,
  value: Literal,
): Predicate<Row> {
  const test = valuePredicate(operator, value);
  if (reader.type === 'strings') return (row) => reader.some(row, test);
  if (reader.type === 'spellings') return spellingsPredicate(reader.read, operator, test);
  const { read } = reader;
  return (row) => {
    const found = read(row);
    return found !== undefined && test(found);
  };
}

function spellingsPredicate<Row>(
  read: (row: Row) => readonly string[],
  operator: Operator,
  test: (value: string) => boolean,
): Predicate<Row> {
  if (operator !== '!=') return (row) => read(row).some(test);
  return (row) => {
    const names = read(row);
    return names.length > 0 && names.every(test);
  };
}

/** An annotation key on its own: it is set, and to something other than false. */
export function annotationTest(key: string): Predicate<TraceRecord> {
  return annotationPredicate(key, (value) => value !== false);
}

/**
 * An annotation compared with a value. A key may have several values in one trace; one that passes is enough.
 * A value of another type passes no comparison, `!=` included: the string "29" is neither equal nor unequal to 29.
 */
export function annotationComparison(
  key: string,
  operator: Operator,
  value: Literal,
): Predicate<TraceRecord> {
  const test = valuePredicate(operator, value);
  return annotationPredicate(key, (found) => typeof found === value.kind && test(found));
}

function annotationPredicate(key: string, test: (value: AnnotationValue) => boolean): Predicate<TraceRecord> {
  const passes = (annotation: AnnotationRecord): boolean => annotation.key === key && test(annotation.value);
  return ({ annotations }) => annotations.some(passes);
}

function anyValue(): boolean {
  return true;
}

/** A test of one value of the literal's type. Strings compare by exact case. */
function valuePredicate(operator: Operator, { value }: Literal): (found: AnnotationValue) => boolean {
  switch (operator) {
    case '=':
      return (found) => found === value;
    case '!=':
      return (found) => found !== value;
    case '<':
      return (found) => found < value;
    case '<=':
      return (found) => found <= value;
    case '>':
      return (found) => found > value;
    case '>=':
      return (found) => found >= value;
    default:
      return textPredicate(operator, String(value));
  }
}

function textPredicate(
  operator: 'contains' | 'beginswith' | 'endswith',
  part: string,
): (found: AnnotationValue) => boolean {
  switch (operator) {
    case 'contains':
      return (found) => String(found).includes(part);
    case 'beginswith':
      return (found) => String(found).startsWith(part);
    case 'endswith':
      return (found) => String(found).endsWith(part);
  }
}
