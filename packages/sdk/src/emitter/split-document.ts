import type { JsonValue, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { cutText } from '../segment/text.js';

/** A document in parts: together they hold all of it, unless `cut` says that something had to be shortened. */
export interface SplitDocument {
  /** The parts as JSON text: subsegments sent on their own first, the document itself last. */
  readonly texts: readonly string[];
  readonly cut: boolean;
}

/** From gentle to harsh: strings longer than this many characters, and lists and objects of more members, are cut. */
const CUTS: readonly { characters: number; members: number }[] = [
  { characters: 16_384, members: 1000 },
  { characters: 4096, members: 250 },
  { characters: 1024, members: 100 },
  { characters: 250, members: 50 },
  { characters: 64, members: 10 },
];

/**
 * Splits a document that is too large for one datagram: subsegments are sent on their own, with the id of their true
 * parent, until every part fits; assembled again they are the same trace. Only a single segment or subsegment that is
 * too large by itself is cut, its longest strings and lists first, each with a marker that says how much is missing.
 *
 * @param maxBytes the largest part, in bytes of UTF-8; at least 1,024
 */
export function splitDocument(document: TraceDocument, maxBytes: number): SplitDocument {
  const splitter = new Splitter(document.trace_id, maxBytes);
  const text = splitter.pack(document);
  return { texts: [...splitter.texts, text], cut: splitter.cut };
}

class Splitter {
  readonly texts: string[] = [];
  cut = false;
  readonly #traceId: string;
  readonly #maxBytes: number;

  constructor(traceId: string, maxBytes: number) {
    this.#traceId = traceId;
    this.#maxBytes = maxBytes;
  }

  /** The text of an entity that fits, with as many of its subsegments as fit too; the others are sent on their own. */
  pack(entity: TraceDocument | SubsegmentDocument): string {
    const { subsegments, ...own } = entity;
    let head = this.#fitting(own).slice(0, -1);
    let left = this.#maxBytes - Buffer.byteLength(head) - SUBSEGMENTS.length - 2;
    const embedded: string[] = [];
    for (const child of subsegments ?? []) {
      const text = this.pack(this.#independent(child, own.id));
      const bytes = Buffer.byteLength(text) + 1;
      if (bytes > left) {
        this.texts.push(text);
        continue;
      }
      left -= bytes;
      embedded.push(text);
    }
    if (embedded.length > 0) head += `${SUBSEGMENTS}${embedded.join(',')}]`;
    return `${head}}`;
  }

  #independent(child: SubsegmentDocument, parentId: string): SubsegmentDocument {
    return { type: 'subsegment', trace_id: this.#traceId, parent_id: parentId, ...child };
  }

  #fitting(own: object): string {
    let text = JSON.stringify(own);
    for (const { characters, members } of CUTS) {
      if (Buffer.byteLength(text) <= this.#maxBytes) return text;
      this.cut = true;
      text = JSON.stringify(cutValue(own as JsonValue, characters, members));
    }
    return Buffer.byteLength(text) <= this.#maxBytes ? text : JSON.stringify(own, LAST_RESORT);
  }
}

const SUBSEGMENTS = ',"subsegments":[';

function cutValue(value: JsonValue, characters: number, members: number): JsonValue {
  if (typeof value === 'string') return cutString(value, characters);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return cutList(value, characters, members);
  const entries = Object.entries(value);
  const kept = entries
    .slice(0, members)
    .map(([key, member]) => [cutText(key, characters), cutValue(member, characters, members)]);
  if (entries.length > members) kept.push(['[cut]', `${entries.length - members} more members`]);
  return Object.fromEntries(kept);
}

function cutString(text: string, characters: number): string {
  return text.length <= characters
    ? text
    : `${cutText(text, characters)}[cut: ${text.length - characters} more characters]`;
}

function cutList(list: readonly JsonValue[], characters: number, members: number): JsonValue {
  const kept = list.slice(0, members).map((item) => cutValue(item, characters, members));
  return list.length > members ? [...kept, `[cut: ${list.length - members} more]`] : kept;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** What makes an entity an entity, and how it ended. */
const LAST_RESORT = [
  'id',
  'name',
  'trace_id',
  'parent_id',
  'type',
  'namespace',
  'start_time',
  'end_time',
  'in_progress',
  'error',
  'fault',
  'throttle',
];
