/** Every keyword that names a field, in lower case. Annotations, groups, functions and root causes are not among them. */
export const keywordNames = [
  'ok',
  'error',
  'throttle',
  'fault',
  'partial',
  'inferred',
  'first',
  'last',
  'remote',
  'root',
  'responsetime',
  'duration',
  'http.status',
  'index',
  'coverage',
  'http.url',
  'http.method',
  'http.useragent',
  'http.clientip',
  'user',
  'name',
  'type',
  'message',
  'availabilityzone',
  'instance.id',
  'resource.arn',
  'account.id',
] as const;

/** A keyword that names a field. Source: filter expressions of the X-Ray developer guide. */
export type KeywordName = (typeof keywordNames)[number];

// A map, not an object: words such as `constructor` come from outside.
const byWord: ReadonlyMap<string, KeywordName> = new Map(keywordNames.map((name) => [name, name]));

/** The keyword that a word names in any case of letters. */
export function keywordOf(word: string): KeywordName | undefined {
  return byWord.get(word.toLowerCase());
}
