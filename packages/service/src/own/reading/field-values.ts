import type { AnnotationValue } from '@radiograph/protocol';
import type { TraceRecord } from '@radiograph/trace';
import { traceOutcome } from './trace-outcome.js';

/** One value of a field; of the field `annotation`, a key with one of its values. */
export interface FieldValue {
  readonly value: AnnotationValue;
  readonly key?: string;
}

/** A field that traces can be broken down by. */
export type FieldName =
  | 'outcome'
  | 'service'
  | 'entry'
  | 'http.url'
  | 'http.method'
  | 'http.status'
  | 'http.useragent'
  | 'http.clientip'
  | 'user'
  | 'exception'
  | 'availabilityzone'
  | 'instance.id'
  | 'resource.arn'
  | 'annotation'
  | `annotation.${string}`;

type Read = (record: TraceRecord) => readonly (AnnotationValue | undefined)[];

const readers: Readonly<Record<Exclude<FieldName, `annotation${string}`>, Read>> = {
  outcome: (record) => [traceOutcome(record)],
  service: ({ segments }) =>
    segments.filter(({ node }) => node.type !== 'client').map(({ node }) => node.name),
  entry: ({ root }) => [root?.node.name],
  'http.url': ({ root }) => [root?.url],
  'http.method': ({ root }) => [root?.method],
  'http.status': ({ root }) => [root?.status],
  'http.useragent': ({ root }) => [root?.userAgent],
  'http.clientip': ({ root }) => [root?.clientIp],
  user: ({ users }) => users.map(({ name }) => name),
  exception: ({ faultRootCauses, errorRootCauses }) =>
    [...faultRootCauses, ...errorRootCauses].flatMap(({ services }) =>
      services.flatMap(({ entityPath }) =>
        entityPath.flatMap(({ exceptions }) => exceptions.map(({ name }) => name)),
      ),
    ),
  availabilityzone: ({ availabilityZones }) => availabilityZones,
  'instance.id': ({ instanceIds }) => instanceIds,
  'resource.arn': ({ resourceArns }) => resourceArns,
};

const annotationPrefix = 'annotation.';

/** The names of the fields, those of single annotations left out. */
export const plainFieldNames: readonly string[] = [...Object.keys(readers), 'annotation'];

/** The text as the name of a field, or undefined where no field is called that. */
export function fieldName(text: string): FieldName | undefined {
  const isKnown = Object.hasOwn(readers, text) || text === 'annotation';
  const isAnnotation = text.startsWith(annotationPrefix) && text.length > annotationPrefix.length;
  return isKnown || isAnnotation ? (text as FieldName) : undefined;
}

/** The values that a trace has for a field, each once. */
export function fieldValues(record: TraceRecord, field: FieldName): readonly FieldValue[] {
  if (field === 'annotation') return record.annotations.map(({ key, value }) => ({ key, value }));
  const values = field.startsWith(annotationPrefix)
    ? valuesOfKey(record, field.slice(annotationPrefix.length))
    : readers[field as keyof typeof readers](record);
  return [...new Set(values)].flatMap((value) => (value === undefined ? [] : [{ value }]));
}

function valuesOfKey({ annotations }: TraceRecord, wanted: string): readonly AnnotationValue[] {
  return annotations.filter(({ key }) => key === wanted).map(({ value }) => value);
}
