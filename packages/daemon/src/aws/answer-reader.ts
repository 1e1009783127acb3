/** An answer of HTTP/1.1, whole. */
export interface HttpAnswer {
  readonly status: number;
  /** By names in small letters; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Undefined when it was larger than allowed. */
  readonly body: Buffer | undefined;
  /** The connection may carry another request. */
  readonly keepsAlive: boolean;
}

/** What a body's end is known by: so many bytes, chunks with their lengths, or the connection's end. */
type Framing = number | 'chunked' | 'until-close';

interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly framing: Framing;
  readonly keepsAlive: boolean;
}

const MOST_HEAD_BYTES = 16 * 1024;
const MOST_LINE_BYTES = 1024;
const END_OF_HEAD = Buffer.from('\r\n\r\n');
const END_OF_LINE = Buffer.from('\r\n');
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\0]*)?$/;
const HEADER = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\0\r\n]*?)[ \t]*$/;

/**
 * Reads one answer of HTTP/1.1 to a POST out of the bytes of a connection, in whatever pieces these come. It is strict: what two readers might take for
 * different things is refused. Source: RFC 9112.
 */
export class AnswerReader {
  readonly #mostBytes: number;
  #rest: Buffer = Buffer.alloc(0);
  #head: Head | undefined;
  #parts: Buffer[] = [];
  #bytes = 0;
  /** Bytes of the chunk that is being read; undefined before its line of length. */
  #chunk: number | undefined;
  #inTrailer = false;

  /** A body of more than `mostBytes` is given up. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** The answer's headers are there. */
  get hasHead(): boolean {
    return this.#head !== undefined;
  }

  /** Takes more bytes and gives the answer when they complete it. @throws Error for what is no HTTP/1.1 */
  read(bytes: Buffer): HttpAnswer | undefined {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    this.#head ??= this.#readHead();
    const head = this.#head;
    if (head === undefined) return undefined;
    const isWhole = head.framing === 'chunked' ? this.#readChunks() : this.#readBytes(head.framing);
    if (this.#bytes > this.#mostBytes) return { ...head, body: undefined, keepsAlive: false };
    return isWhole ? this.#answer(head) : undefined;
  }

  /** The connection has ended: gives the answer that this completes. @throws Error when it broke off */
  end(): HttpAnswer {
    const head = this.#head;
    if (head?.framing !== 'until-close') throw new Error('the answer broke off');
    return this.#answer(head);
  }

  #answer({ status, headers, keepsAlive }: Head): HttpAnswer {
    const body = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    // Whatever follows was not asked for.
    return { status, headers, body, keepsAlive: keepsAlive && this.#rest.length === 0 };
  }

  #readHead(): Head | undefined {
    for (;;) {
      const end = this.#rest.indexOf(END_OF_HEAD);
      if (end > MOST_HEAD_BYTES || (end < 0 && this.#rest.length > MOST_HEAD_BYTES))
        throw new Error(`the answer's headers are longer than ${MOST_HEAD_BYTES} bytes`);
      if (end < 0) return undefined;
      const head = parseHead(this.#rest.toString('latin1', 0, end));
      this.#rest = this.#rest.subarray(end + END_OF_HEAD.length);
      // 100 to 199 come before the answer.
      if (head.status >= 200) return head;
      if (head.status === 101) throw new Error('the other side speaks another protocol');
    }
  }

  #readBytes(framing: number | 'until-close'): boolean {
    const wanted = framing === 'until-close' ? this.#rest.length : framing - this.#bytes;
    this.#take(Math.min(wanted, this.#rest.length));
    return framing === this.#bytes;
  }

  /** Whether the last chunk and what follows it have come. */
  #readChunks(): boolean {
    for (;;) {
      if (this.#chunk === undefined) {
        const line = this.#readLine();
        if (line === undefined) return false;
        if (this.#inTrailer && line === '') return true;
        if (this.#inTrailer) continue;
        const [, digits] = /^([0-9a-fA-F]{1,8})[ \t]*(?:;[^\0]*)?$/.exec(line) ?? [];
        if (digits === undefined) throw new Error('a chunk of the answer has no length');
        this.#chunk = Number.parseInt(digits, 16);
        if (this.#chunk > 0) continue;
        this.#inTrailer = true;
        this.#chunk = undefined;
        continue;
      }
      const taken = Math.min(this.#chunk, this.#rest.length);
      this.#take(taken);
      this.#chunk -= taken;
      if (this.#chunk > 0 || this.#bytes > this.#mostBytes || this.#rest.length < END_OF_LINE.length)
        return false;
      if (this.#readLine() !== '') throw new Error('a chunk of the answer is longer than it says');
      this.#chunk = undefined;
    }
  }

  #readLine(): string | undefined {
    const end = this.#rest.indexOf(END_OF_LINE);
    if (end > MOST_LINE_BYTES || (end < 0 && this.#rest.length > MOST_LINE_BYTES))
      throw new Error('a line between chunks of the answer is too long');
    if (end < 0) return undefined;
    const line = this.#rest.toString('latin1', 0, end);
    this.#rest = this.#rest.subarray(end + END_OF_LINE.length);
    return line;
  }

  #take(bytes: number): void {
    if (bytes === 0) return;
    this.#parts.push(this.#rest.subarray(0, bytes));
    this.#rest = this.#rest.subarray(bytes);
    this.#bytes += bytes;
  }
}

function parseHead(text: string): Head {
  const [first = '', ...lines] = text.split('\r\n');
  const [, minor, code] = STATUS_LINE.exec(first) ?? [];
  if (code === undefined) throw new Error('the answer is not HTTP/1.1');
  const headers: Record<string, string | undefined> = Object.create(null) as Record<string, undefined>;
  for (const line of lines) {
    const [, written = '', value = ''] = HEADER.exec(line) ?? [];
    if (written === '') throw new Error('the answer has a line that is no header');
    const name = written.toLowerCase();
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  const status = Number(code);
  const closes = /(?:^|,)[ \t]*close[ \t]*(?:,|$)/i.test(headers['connection'] ?? '');
  const framing = framingOf(status, headers);
  return { status, headers, framing, keepsAlive: minor === '1' && !closes && framing !== 'until-close' };
}

function framingOf(status: number, headers: Readonly<Record<string, string | undefined>>): Framing {
  if (status < 200 || status === 204 || status === 304) return 0;
  const { 'transfer-encoding': coding, 'content-length': length } = headers;
  if (coding !== undefined) {
    if (length !== undefined || coding.toLowerCase() !== 'chunked')
      throw new Error('it cannot be told where the answer ends');
    return 'chunked';
  }
  if (length === undefined) return 'until-close';
  if (!/^\d{1,15}$/.test(length)) throw new Error('the answer has an unreadable length');
  return Number(length);
}
