import type { ValueCount } from '../api/analysis.js';
import { annotationFilter, exceptionFilter, keywordFilter, serviceFilter } from './filter-text.js';

/** The fields that the list of traces can be refined by, in the order in which they are offered, with their words. */
export const REFINE_FIELDS: readonly (readonly [field: string, words: string])[] = [
  ['outcome', 'Status'],
  ['service', 'Service'],
  ['http.method', 'Method'],
  ['http.url', 'URL'],
  ['http.status', 'Status code'],
  ['user', 'User'],
  ['annotation', 'Annotation'],
  ['exception', 'Exception'],
];

/** Fields beyond those that analytics can break down by. */
export const MORE_FIELDS: readonly (readonly [field: string, words: string])[] = [
  ['entry', 'Entry'],
  ['http.useragent', 'User agent'],
  ['http.clientip', 'Client address'],
  ['availabilityzone', 'Availability zone'],
  ['instance.id', 'Instance'],
  ['resource.arn', 'Resource'],
];

const ANNOTATION = 'annotation.';

/** The words for a field; an annotation's are its key. */
export function fieldWords(field: string): string {
  const known = [...REFINE_FIELDS, ...MORE_FIELDS].find(([name]) => name === field)?.[1];
  return known ?? (field.startsWith(ANNOTATION) ? field.slice(ANNOTATION.length) : field);
}

/** The expression that finds the traces that have a value in a field. */
export function valueFilter(field: string, { value, key }: Pick<ValueCount, 'value' | 'key'>): string {
  if (key !== undefined) return annotationFilter(key, value);
  if (field.startsWith(ANNOTATION)) return annotationFilter(field.slice(ANNOTATION.length), value);
  if (field === 'outcome') return value === 'progress' ? 'partial' : String(value);
  if (field === 'service') return serviceFilter(String(value));
  if (field === 'entry') return serviceFilter(String(value), ['root']);
  return field === 'exception' ? exceptionFilter(String(value)) : keywordFilter(field, value);
}
