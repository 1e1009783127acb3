import { OtlpError } from '../otlp-error.js';
import { secondsOfHalves } from './nanoseconds.js';
import { TextReader } from './text-reader.js';
import { wholeOfHalves } from './whole-number.js';

const MAX_VARINT_BYTES = 10;
const TWO_TO_32 = 4_294_967_296;

/**
 * Reads the parts that protobuf's wire format consists of, from front to back. Every read stays inside the message that was entered
 * last; whatever does not fit throws an OtlpError `otlp/malformed` that names the place.
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #texts: TextReader;
  #at = 0;
  #end: number;
  /** The upper half of the varint read last. */
  #high = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#texts = new TextReader(bytes);
    this.#end = bytes.length;
  }

  /** Whether the message that was entered last is read to its end. */
  get atEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** Enters an embedded message, and gives what {@link leave} needs to go back to the one around it. */
  enter(): number {
    const outerEnd = this.#end;
    const length = this.#length();
    this.#end = this.#at + length;
    return outerEnd;
  }

  /** Leaves an embedded message that was read to its end. */
  leave(outerEnd: number): void {
    this.#end = outerEnd;
  }

  /** The next field's tag: eight times its number, plus its wire type. */
  tag(): number {
    const tag = this.#varint();
    if (this.#high === 0 && tag >= 8) return tag;
    return this.#refuse('a field has no number');
  }

  /** A number of 64 bits, as a signed 32-bit one: what enumerations are. */
  choice(): number {
    return this.#varint() | 0;
  }

  /** A number of 64 bits, as a boolean. */
  flag(): boolean {
    return this.#varint() !== 0 || this.#high !== 0;
  }

  /** A signed number of 64 bits: a number where a double holds it, else its digits. */
  whole(): number | string {
    const low = this.#varint();
    return wholeOfHalves(this.#high, low);
  }

  /** A double. */
  double(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** A bit field of 32 bits. */
  bits(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** A count of nanoseconds, as seconds. */
  seconds(): number {
    const at = this.#advance(8);
    return secondsOfHalves(this.#view.getUint32(at + 4, true), this.#view.getUint32(at, true));
  }

  /** Bytes, as a view of the request's. */
  bytes(): Uint8Array {
    const length = this.#length();
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** A string. What is not UTF-8 in it becomes U+FFFD. */
  text(): string {
    const length = this.#length();
    return this.#texts.read(this.#advance(length), length);
  }

  /** Goes past a field that is not known here, by the wire type in its tag. */
  skip(tag: number): void {
    const wireType = tag & 7;
    if (wireType === 0) this.#varint();
    else if (wireType === 1) this.#advance(8);
    else if (wireType === 2) this.#advance(this.#length());
    else if (wireType === 5) this.#advance(4);
    else this.#refuse(`a field has the wire type ${wireType}, which protobuf 3 does not have`);
  }

  /** A length that fits into what is left. */
  #length(): number {
    const length = this.#varint();
    if (this.#high === 0 && length <= this.#end - this.#at) return length;
    return this.#refuse('a length is greater than what is left of its message');
  }

  #advance(bytes: number): number {
    const at = this.#at;
    if (bytes > this.#end - at) this.#refuse('a field is cut off');
    this.#at = at + bytes;
    return at;
  }

  /** Gives the lower 32 bits, unsigned, and leaves the upper ones in `#high`. */
  #varint(): number {
    this.#high = 0;
    // Nearly all are of one byte.
    const first = this.#bytes[this.#at] as number;
    if (first < 128 && this.#at < this.#end) {
      this.#at++;
      return first;
    }
    let low = 0;
    for (let i = 0; i < MAX_VARINT_BYTES; i++) {
      const byte = this.#bytes[this.#advance(1)] as number;
      const bits = byte & 127;
      if (i < 4) low += bits * 2 ** (7 * i);
      else if (i === 4) low = this.#across(low, bits);
      else this.#high = (this.#high + bits * 2 ** (7 * i - 32)) % TWO_TO_32;
      if (byte < 128) return low;
    }
    return this.#refuse('a number is longer than ten bytes');
  }

  /** The fifth byte of a varint: four of its bits end the lower half, three begin the upper one. */
  #across(low: number, bits: number): number {
    this.#high = bits >> 4;
    return low + (bits & 15) * 2 ** 28;
  }

  #refuse(problem: string): never {
    throw new OtlpError(
      'otlp/malformed',
      `the body is no protobuf of an ExportTraceServiceRequest: at byte ${this.#at} ${problem}`,
    );
  }
}
