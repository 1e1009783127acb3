import type { WrittenPage } from '../sqlite/written-page.js';
import type { SearchQuery } from '../trace-store.js';

/** A page that nobody has asked for in this time is given up. Until then it may be this much older than the question. */
const UNASKED_MS = 250;

/** The most pages that are read ahead at a time, one for each search that goes on. */
const MOST_AHEAD = 4;

type ReadPage = (query: SearchQuery, signal?: AbortSignal) => Promise<WrittenPage>;

/** A page that is read before it is asked for. */
interface Ahead {
  readonly page: Promise<WrittenPage>;
  readonly controller: AbortController;
  readonly timer: NodeJS.Timeout;
}

/**
 * Has the next page of a search read while the caller still reads the one before, each in its thread. Only where a search has gone on once
 * already: who asks for the first page mostly wants no other.
 */
export class SearchAhead {
  readonly #read: ReadPage;
  readonly #pages = new Map<string, Ahead>();

  constructor(read: ReadPage) {
    this.#read = read;
  }

  async page(query: SearchQuery, signal?: AbortSignal): Promise<WrittenPage> {
    const page = await (this.#taken(query, signal) ?? this.#read(query, signal));
    if (query.token !== undefined && page.token !== undefined) this.#start({ ...query, token: page.token });
    return page;
  }

  /** Gives up what was read ahead: it may be true no more. */
  forget(): void {
    for (const key of this.#pages.keys()) this.#giveUp(key);
  }

  #start(query: SearchQuery): void {
    const key = keyOf(query);
    if (this.#pages.size >= MOST_AHEAD || this.#pages.has(key)) return;
    const controller = new AbortController();
    const page = this.#read(query, controller.signal);
    // Who takes the page sees why it failed; nobody else does.
    page.catch(() => undefined);
    const timer = setTimeout(() => this.#giveUp(key), UNASKED_MS);
    timer.unref();
    this.#pages.set(key, { page, controller, timer });
  }

  #taken(query: SearchQuery, signal: AbortSignal | undefined): Promise<WrittenPage> | undefined {
    if (query.token === undefined || signal?.aborted) return undefined;
    const key = keyOf(query);
    const ahead = this.#pages.get(key);
    if (ahead === undefined) return undefined;
    clearTimeout(ahead.timer);
    this.#pages.delete(key);
    if (signal === undefined) return ahead.page;
    const abort = (): void => ahead.controller.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    return ahead.page.finally(() => signal.removeEventListener('abort', abort));
  }

  #giveUp(key: string): void {
    const ahead = this.#pages.get(key);
    if (ahead === undefined) return;
    clearTimeout(ahead.timer);
    this.#pages.delete(key);
    ahead.controller.abort();
  }
}

/** The whole question: a token that comes with another one has to be refused. */
function keyOf({
  start,
  end,
  timeRangeType,
  filter,
  groups,
  sampleRate,
  token,
  pageSize,
}: SearchQuery): string {
  return JSON.stringify([
    start,
    end,
    timeRangeType,
    filter,
    [...(groups ?? [])],
    sampleRate,
    token,
    pageSize,
  ]);
}
