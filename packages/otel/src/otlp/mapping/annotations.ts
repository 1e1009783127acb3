import type { Annotations, AnnotationValue, JsonValue, Metadata } from '@radiograph/protocol';
import { isUnsafeKey } from '../wire/unsafe-key.js';
import { type SpanAttributes, textsOf } from './span-attributes.js';

type Values = Readonly<Record<string, JsonValue>>;

/** The parts of a document that hold what no block has a place for. */
export interface Leftovers {
  readonly annotations: Annotations | undefined;
  readonly metadata: Metadata | undefined;
}

const ANNOTATIONS = 'aws.xray.annotations';
const METADATA_PREFIX = 'aws.xray.metadata.';
const METADATA_DEPTH = 64;
const NOT_IN_KEYS = /[^A-Za-z0-9_.]/g;

/**
 * Sorts what is left of a span's attributes.
 *
 * The attributes that `aws.xray.annotations` lists become annotations, when they are scalars, even those that a block has too: the
 * sender wants to search by them. An `aws.xray.metadata.<namespace>` that is the text of a JSON object becomes that namespace.
 * All other attributes, and the `resource` values if given, become the namespace `default`, and what documents have no member
 * for stands in the namespace `otel`.
 */
export function leftovers(
  attributes: SpanAttributes,
  resource: Values | undefined,
  otel: Values | undefined,
): Leftovers {
  const { annotations, listed } = takeAnnotations(attributes, resource);
  const rest: Record<string, JsonValue> = {};
  const metadata: Record<string, Values> = {};
  attributes.eachRest((key, value) => {
    const namespace = key.startsWith(METADATA_PREFIX) ? key.slice(METADATA_PREFIX.length) : '';
    const members = namespace === '' || isUnsafeKey(namespace) ? undefined : parsed(value);
    if (members !== undefined) metadata[namespace] = members;
    else if (value !== null && !isUnsafeKey(key)) rest[key] = value;
  });
  if (resource !== undefined) Object.assign(rest, resource);
  for (const key of listed) delete rest[key];
  addTo(metadata, 'default', rest);
  if (otel !== undefined) addTo(metadata, 'otel', otel);
  return {
    annotations: listed.length === 0 ? undefined : annotations,
    metadata: isEmpty(metadata) ? undefined : metadata,
  };
}

/** The annotations, and the names of the attributes they were. */
function takeAnnotations(
  attributes: SpanAttributes,
  resource: Values | undefined,
): { readonly annotations: Annotations; readonly listed: readonly string[] } {
  const annotations: Record<string, AnnotationValue> = {};
  const listed: string[] = [];
  const wanted = textsOf(attributes.see(ANNOTATIONS));
  for (const key of wanted) {
    const value =
      attributes.see(key) ?? (resource !== undefined && Object.hasOwn(resource, key) ? resource[key] : null);
    const name = key.replace(NOT_IN_KEYS, '_');
    if (typeof value === 'object' || value === undefined || isUnsafeKey(name)) continue;
    annotations[name] = value;
    listed.push(key);
  }
  if (wanted.length > 0) attributes.take([ANNOTATIONS]);
  return { annotations, listed };
}

/** The JSON object in a text; `undefined` where it is none, or so deep that no document could hold it. */
function parsed(value: JsonValue): Values | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    const json = JSON.parse(value) as JsonValue;
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    return isObject && isShallow(json, METADATA_DEPTH) ? (json as Values) : undefined;
  } catch {
    return undefined;
  }
}

function isShallow(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1));
}

function addTo(metadata: Record<string, Values>, namespace: string, members: Values): void {
  if (isEmpty(members)) return;
  const sent = metadata[namespace];
  metadata[namespace] = sent === undefined ? members : { ...sent, ...members };
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
