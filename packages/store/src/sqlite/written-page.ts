import type { TraceRecord } from '@radiograph/trace';
import type { SearchPage } from '../trace-store.js';
import { BytesWriter } from './bytes-writer.js';
import { readRecordBytes } from './record-from-bytes.js';
import { readRecord } from './record-text.js';
import { readWords } from './record-vocabulary.js';
import type { StoredRecord } from './stored-record.js';

/**
 * Records as they cross from the reading thread: as they are stored. As objects, which would be copied member by member, they would cost
 * either thread more than reading them costs one of them.
 */
export interface WrittenRecords {
  /** The packed ones one after another; to be handed over. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** JSON of the vocabularies that these need. */
  readonly vocabularies: readonly string[];
  /** Those that are not packed. */
  readonly texts: readonly string[];
  /** Two numbers a record, in order: its vocabulary and where its bytes end; or -1 for the next one of the texts. */
  readonly places: Int32Array<ArrayBuffer>;
}

/** A page as it crosses from the reading thread. */
export interface WrittenPage extends Omit<SearchPage, 'records'> {
  readonly records: WrittenRecords;
}

/** Gathers records as they cross. */
export class RecordsWriter {
  readonly #bytes = new BytesWriter();
  readonly #vocabularies = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #places: number[] = [];

  get length(): number {
    return this.#places.length / 2;
  }

  add(record: StoredRecord): void {
    if (typeof record === 'string') {
      this.#texts.push(record);
      this.#places.push(-1, this.#bytes.length);
      return;
    }
    this.#bytes.append(record.bytes);
    const { text } = record.vocabulary;
    const number = this.#vocabularies.get(text) ?? this.#vocabularies.size;
    this.#vocabularies.set(text, number);
    this.#places.push(number, this.#bytes.length);
  }

  records(): WrittenRecords {
    return {
      bytes: this.#bytes.bytes(),
      vocabularies: [...this.#vocabularies.keys()],
      texts: this.#texts,
      places: Int32Array.from(this.#places),
    };
  }
}

/** The page with its records read. */
export function readPage(page: WrittenPage): SearchPage {
  return { ...page, records: readRecords(page.records) };
}

/** Reads what a {@link RecordsWriter} gathered. */
export function readRecords({ bytes, vocabularies, texts, places }: WrittenRecords): TraceRecord[] {
  const known = vocabularies.map(readWords);
  const records: TraceRecord[] = [];
  let start = 0;
  let text = 0;
  for (let at = 0; at < places.length; at += 2) {
    const words = known[places[at] ?? -1];
    const end = places[at + 1] ?? start;
    if (words === undefined) records.push(readRecord(texts[text++] ?? ''));
    else records.push(readRecordBytes(bytes.subarray(start, end), words));
    start = end;
  }
  return records;
}
