import { keyedHash } from './keyed-hash.js';
import { trimQuery } from './query-string.js';
import { trimMetadata } from './trim-metadata.js';

/** What is taken out of documents, by names with wildcards. */
export interface TrimRules {
  readonly dropMetadata: readonly string[];
  readonly hashMetadata: readonly string[];
  readonly dropQuery: readonly string[];
  readonly hashQuery: readonly string[];
  /** The hashes' secret; empty for one of this process' own. */
  readonly hashKey: string;
}

/** Gives a document without what the rules name; undefined for one that cannot be read, and so cannot be trimmed. */
export type TrimDocument = (document: Uint8Array) => Uint8Array | undefined;

/** Makes ready to trim; undefined where no rule asks for anything, so that no document need be parsed. */
export function trimBy(rules: TrimRules): TrimDocument | undefined {
  const { dropMetadata, hashMetadata, dropQuery, hashQuery } = rules;
  if ([dropMetadata, hashMetadata, dropQuery, hashQuery].every(({ length }) => length === 0))
    return undefined;
  const hashOf = keyedHash(rules.hashKey);
  const metadata = { drop: dropMetadata, hash: hashMetadata, hashOf };
  const query = { drop: dropQuery, hash: hashQuery, hashOf };
  return (bytes) => {
    const document = parse(bytes);
    if (document === undefined) return undefined;
    let changed = false;
    for (const entity of entitiesOf(document)) {
      if (trimMetadata(entity['metadata'], metadata)) changed = true;
      const request = memberOf(memberOf(entity, 'http'), 'request');
      const url = request?.['url'];
      if (request === undefined || typeof url !== 'string') continue;
      const trimmed = trimQuery(url, query);
      if (trimmed !== url) changed = true;
      request['url'] = trimmed;
    }
    return changed ? write(document) : bytes;
  };
}

type Members = Record<string, unknown>;

/** A document and its subsegments at every depth, without recursion. */
function* entitiesOf(document: Members): Generator<Members> {
  const waiting = [document];
  for (let entity = waiting.pop(); entity !== undefined; entity = waiting.pop()) {
    yield entity;
    const { subsegments } = entity;
    if (Array.isArray(subsegments)) waiting.push(...subsegments.filter(isMembers));
  }
}

function parse(bytes: Uint8Array): Members | undefined {
  try {
    const document: unknown = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(),
    );
    return isMembers(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined where it is nested too deeply to be written. */
function write(document: Members): Uint8Array | undefined {
  try {
    return Buffer.from(JSON.stringify(document));
  } catch {
    return undefined;
  }
}

function memberOf(value: Members | undefined, name: string): Members | undefined {
  const member = value?.[name];
  return isMembers(member) ? member : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
