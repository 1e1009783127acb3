import type { ServerResponse } from 'node:http';
import type { TraceStore } from '@radiograph/store';
import { securityHeaders } from '../http/headers.js';
import { ServiceError } from '../service-error.js';
import type { IntakeStatus } from './status.js';

const maxReaders = 64;
/** A reader that leaves this much unread is cut: it comes back and resumes. */
const maxUnreadBytes = 256 * 1024;
/** Notices kept for readers that come back; at ten a second, a few seconds of them. */
const keptNotices = 64;
const counterIntervalMs = 1000;
const heartbeatIntervalMs = 15_000;

interface Notice {
  readonly number: number;
  readonly text: string;
}

/** What the feed works with. */
export interface LiveFeedParts {
  readonly store: Pick<TraceStore, 'subscribe'>;
  /** What `counters` events carry; called once a second while anyone reads. */
  counters(): IntakeStatus;
}

/**
 * Tells browsers what happens, as server-sent events: `trace` with `{traceIds}`, the traces that changed, and `counters` with
 * {@link IntakeStatus} once a second. A reader that comes back resumes by its `Last-Event-ID`; one that missed more than is kept
 * gets a `trace` event without ids, and loads what it shows anew.
 */
export class LiveFeed {
  readonly #parts: LiveFeedParts;
  // A reader that comes back to another process must not resume by a number of this one.
  readonly #run = Date.now().toString(36);
  readonly #readers = new Set<ServerResponse>();
  readonly #notices: Notice[] = [];
  #number = 0;
  readonly #unsubscribe: () => void;
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(parts: LiveFeedParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.store.subscribe(({ traceIds }) => this.#notify(traceIds));
    this.#timers = [
      setInterval(() => this.#sendCounters(), counterIntervalMs).unref(),
      setInterval(() => this.#send(': alive\n\n'), heartbeatIntervalMs).unref(),
    ];
  }

  /** How many read now. */
  get readers(): number {
    return this.#readers.size;
  }

  /**
   * Takes a response over and keeps it open until the reader goes away, is too slow, or the feed closes.
   *
   * @throws ServiceError `service/throttled` where too many read already
   */
  open(outgoing: ServerResponse, requestId: string, lastEventId: string | undefined): void {
    if (this.#readers.size >= maxReaders) {
      throw new ServiceError(
        'service/throttled',
        `${maxReaders} live feeds are open; close one and try again.`,
      );
    }
    outgoing.writeHead(200, {
      ...securityHeaders,
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'x-amzn-RequestId': requestId,
    });
    outgoing.write('retry: 1000\n\n');
    for (const text of this.#missedSince(lastEventId)) outgoing.write(text);
    outgoing.write(this.#countersEvent());
    this.#readers.add(outgoing);
    outgoing.once('close', () => this.#readers.delete(outgoing));
  }

  /** Ends every stream. */
  close(): void {
    this.#unsubscribe();
    for (const timer of this.#timers) clearInterval(timer);
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }

  #notify(traceIds: readonly string[]): void {
    this.#number += 1;
    const text = `id: ${this.#run}-${this.#number}\nevent: trace\ndata: ${JSON.stringify({ traceIds })}\n\n`;
    this.#notices.push({ number: this.#number, text });
    if (this.#notices.length > keptNotices) this.#notices.shift();
    this.#send(text);
  }

  #missedSince(lastEventId: string | undefined): readonly string[] {
    if (lastEventId === undefined || lastEventId === '') return [];
    const [run, text] = lastEventId.split('-');
    const number = Number(text);
    const oldest = this.#notices[0]?.number ?? this.#number + 1;
    if (run !== this.#run || !(number >= oldest - 1 && number <= this.#number)) {
      return [`id: ${this.#run}-${this.#number}\nevent: trace\ndata: {"traceIds":[]}\n\n`];
    }
    return this.#notices.filter((notice) => notice.number > number).map((notice) => notice.text);
  }

  #sendCounters(): void {
    if (this.#readers.size > 0) this.#send(this.#countersEvent());
  }

  #countersEvent(): string {
    return `event: counters\ndata: ${JSON.stringify(this.#parts.counters())}\n\n`;
  }

  #send(text: string): void {
    for (const reader of this.#readers) {
      if (reader.writableLength > maxUnreadBytes) reader.destroy();
      else reader.write(text);
    }
  }
}
