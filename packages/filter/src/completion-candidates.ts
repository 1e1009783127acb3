import type { NodeIdentity } from '@radiograph/trace';
import type { CompletionKind, Vocabulary } from './completion.js';
import type { Expectation } from './completion-place.js';
import type { Field } from './expression.js';
import { formatField, formatString } from './formatting.js';
import { keywordsIn, operatorsOf, type Place, typeIn } from './place.js';
import { rootCauseWords } from './root-cause-word.js';

/** Something that may be offered. `label` is what is compared with what has been typed. */
export interface Candidate {
  readonly kind: CompletionKind;
  readonly text: string;
  readonly label: string;
}

const logicalWords: readonly Candidate[] = ['AND', 'OR'].map((text) => plain('logical', text));

/** Everything that the language and the vocabulary have for an expectation. */
export function candidatesFor(expectation: Expectation, vocabulary: Vocabulary): readonly Candidate[] {
  switch (expectation.kind) {
    case 'operand':
      return operands(expectation.place, vocabulary);
    case 'operator':
      return [...operators(expectation.field, expectation.place), ...logicalWords];
    case 'logical':
      return logicalWords;
    case 'value':
      return values(expectation.field, expectation.place, vocabulary);
    case 'group':
      return (vocabulary.groups ?? []).map((name) => quoted('group', name));
    case 'selector':
      return [...distinct(vocabulary.services, ({ name }) => name), plain('function', 'id(')];
    case 'id-part':
      return ['name: ', 'type: ', 'account.id: '].map((text) => plain('part', text));
    case 'id-value':
      return idValues(expectation.part, vocabulary.services);
    case 'nothing':
      return [];
  }
}

function operands(place: Place, vocabulary: Vocabulary): readonly Candidate[] {
  const keywords = keywordsIn(place).map((name) => plain('keyword', name));
  return place.inBlock ? keywords : [...keywords, ...traceOperands(vocabulary)];
}

function traceOperands({ annotationKeys }: Vocabulary): readonly Candidate[] {
  const annotations = annotationKeys.flatMap((key) => {
    const text = formatField({ kind: 'annotation', key, start: 0, end: 0 });
    // Found by either form, whichever has been begun.
    const dotted: Candidate = { kind: 'annotation', text, label: `annotation.${key}` };
    return [dotted, { ...dotted, label: `annotation[${key}` }];
  });
  const causes = rootCauseWords.map((word) => plain('function', `${word} {`));
  const functions = ['service(', 'edge(', 'group.name', 'group.arn', 'rootcause.json'].map((text) =>
    plain('function', text),
  );
  return [...functions, ...annotations, ...causes];
}

function operators(field: Field, place: Place): readonly Candidate[] {
  const types = field.kind === 'annotation' ? (['number', 'string'] as const) : [typeIn(place, field.name)];
  const all = new Set(types.flatMap((type) => (type === undefined ? [] : operatorsOf[type])));
  return [...all].map((operator) => plain('operator', operator.toUpperCase()));
}

function values(field: Field, place: Place, { valuesOf }: Vocabulary): readonly Candidate[] {
  const type = field.kind === 'annotation' ? undefined : typeIn(place, field.name);
  if (type === 'boolean') return ['true', 'false'].map((text) => plain('value', text));
  return (valuesOf?.(field) ?? [])
    .filter((value) => type === undefined || typeof value === type)
    .map((value) => (typeof value === 'string' ? quoted('value', value) : plain('value', String(value))));
}

function idValues(part: string, services: readonly NodeIdentity[]): readonly Candidate[] {
  if (part === 'type') return distinct(services, ({ type }) => type);
  return distinct(services, part === 'name' ? ({ name }) => name : ({ accountId }) => accountId);
}

function distinct(
  services: readonly NodeIdentity[],
  read: (node: NodeIdentity) => string | undefined,
): readonly Candidate[] {
  const names = new Set(services.map(read).filter((name) => name !== undefined));
  return [...names].map((name) => quoted('service', name));
}

function plain(kind: CompletionKind, text: string): Candidate {
  return { kind, text, label: text };
}

function quoted(kind: CompletionKind, value: string): Candidate {
  return { kind, text: formatString(value), label: value };
}
