import type { Field, Vocabulary } from '@radiograph/filter';
import { type NodeIdentity, nodeKey, type SegmentRecord, type TraceRecord } from '@radiograph/trace';

type Value = string | number | boolean;

/** How many different values of one field, and names, are remembered. */
const maxDistinct = 1000;

/** What the traces given say about the names and values that filters may use, the most frequent first. */
export function vocabularyOf(records: readonly TraceRecord[]): Vocabulary {
  const services = new Map<string, NodeIdentity>();
  const values = new ValueCounts();
  for (const record of records) {
    for (const segment of record.segments) {
      if (services.size < maxDistinct) services.set(nodeKey(segment.node), segment.node);
      countRequest(values, segment);
    }
    for (const { key, value } of record.annotations) values.count(annotationField(key), value);
    for (const { name } of record.users) values.count('user', name);
    for (const zone of record.availabilityZones) values.count('availabilityzone', zone);
    for (const id of record.instanceIds) values.count('instance.id', id);
    for (const arn of record.resourceArns) values.count('resource.arn', arn);
  }
  return {
    services: [...services.values()],
    annotationKeys: values.fields().flatMap((field) => keyOf(field) ?? []),
    groups: ['Default'],
    valuesOf: (field) => values.of(fieldName(field)),
  };
}

function countRequest(values: ValueCounts, segment: SegmentRecord): void {
  values.count('http.url', segment.url);
  values.count('http.method', segment.method);
  values.count('http.status', segment.status);
  values.count('http.useragent', segment.userAgent);
  values.count('http.clientip', segment.clientIp);
}

/** Keywords and annotation keys share one map, so keys bear a prefix that no keyword has. */
const annotationPrefix = 'annotation ';

function annotationField(key: string): string {
  return annotationPrefix + key;
}

function keyOf(field: string): string | undefined {
  return field.startsWith(annotationPrefix) ? field.slice(annotationPrefix.length) : undefined;
}

function fieldName(field: Field): string {
  if (field.kind === 'annotation') return annotationField(field.key);
  return field.kind === 'keyword' ? field.name : '';
}

/** How often each value of each field was seen, bounded in fields and in values of one field. */
class ValueCounts {
  readonly #counts = new Map<string, Map<Value, number>>();

  count(field: string, value: Value | undefined): void {
    if (value === undefined) return;
    let counts = this.#counts.get(field);
    if (counts === undefined) {
      if (this.#counts.size >= maxDistinct) return;
      counts = new Map();
      this.#counts.set(field, counts);
    }
    const before = counts.get(value) ?? 0;
    if (before > 0 || counts.size < maxDistinct) counts.set(value, before + 1);
  }

  fields(): readonly string[] {
    return [...this.#counts.keys()];
  }

  of(field: string): readonly Value[] {
    const counts = [...(this.#counts.get(field) ?? [])];
    return counts.sort(([, left], [, right]) => right - left).map(([value]) => value);
  }
}
