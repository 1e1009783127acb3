/** As many bytes as an {@link Escaper} takes at once. */
export const PIECE_BYTES: number = 64 * 1024;
/** As many texts as an {@link Escaper} takes at once. */
export const MOST_TEXTS = 1000;

/** Escapes bytes as JSON escapes a text. UTF-8 need not be decoded, since JSON escapes nothing above the backslash. */
export interface Escaper {
  /** Escapes a piece of a text. Gives a view that holds until the next call. */
  piece(bytes: Uint8Array): Uint8Array;
  /**
   * Escapes whole texts that lie one behind the other from `start` on, where `ends` tells, those from index `first` to before `after`: `"one","two"`. Gives a view that
   * holds until the next call.
   */
  texts(memory: Uint8Array, ends: readonly number[], first: number, after: number): Uint8Array;
}

/** What of WebAssembly is used. Node has no types for it without those of a browser. */
export interface Assembly {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer };
      readonly escape: (from: number, to: number, target: number) => number;
    };
  };
}

const ENTRY_BYTES = 8;
const PIECE_AT = 256 * ENTRY_BYTES;
const RESULT_AT = PIECE_AT + PIECE_BYTES;

const I32 = 0x7f;
const [PIECE_FROM, PIECE_TO, TARGET, ENTRY] = [0, 1, 2, 3];

/**
 * The memory begins with a table: for each byte what it becomes, six bytes at most, and in the eighth how many these are. For every byte the whole
 * entry is written, and the next one over what was too much: nothing here branches by what a byte is.
 */
// biome-ignore format: one instruction a line
const ESCAPE_CODE: readonly number[] = [
  1, 1, I32, //                     one local: ENTRY
  0x02, 0x40, //                    block
  0x03, 0x40, //                    loop
  0x20, PIECE_FROM, //              local.get
  0x20, PIECE_TO, //                local.get
  0x4f, //                          i32.ge_u
  0x0d, 1, //                       br_if out of the block
  0x20, TARGET, //                  local.get
  0x20, PIECE_FROM, //              local.get
  0x2d, 0, 0, //                    i32.load8_u
  0x41, 3, //                       i32.const 3
  0x74, //                          i32.shl
  0x22, ENTRY, //                   local.tee
  0x29, 3, 0, //                    i64.load
  0x37, 0, 0, //                    i64.store
  0x20, TARGET, //                  local.get
  0x20, ENTRY, //                   local.get
  0x2d, 0, 7, //                    i32.load8_u offset=7
  0x6a, //                          i32.add
  0x21, TARGET, //                  local.set
  0x20, PIECE_FROM, //              local.get
  0x41, 1, //                       i32.const 1
  0x6a, //                          i32.add
  0x21, PIECE_FROM, //              local.set
  0x0c, 0, //                       br to the loop
  0x0b, //                          end of the loop
  0x0b, //                          end of the block
  0x20, TARGET, //                  local.get
  0x0b, //                          end
];

const PAGES = Math.ceil((RESULT_AT + 6 * PIECE_BYTES + 3 * MOST_TEXTS + ENTRY_BYTES) / 65_536);
const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * An escaper in WebAssembly: it takes a third of the time of `JSON.stringify`, which wants a text made first, and a quarter of that of a loop in JavaScript
 * (docs/decisions/0018-what-relaying-costs.md). The slower one where a process has no WebAssembly.
 */
export function openEscaper(assembly: Assembly | undefined): Escaper {
  if (assembly === undefined) return slowEscaper;
  const { exports } = new assembly.Instance(new assembly.Module(moduleBytes()));
  const memory = new Uint8Array(exports.memory.buffer);
  for (let byte = 0; byte < 256; byte++) {
    const escaped = escapeText(Uint8Array.of(byte));
    memory.set(escaped, byte * ENTRY_BYTES);
    memory[byte * ENTRY_BYTES + 7] = escaped.length;
  }
  return {
    piece(bytes) {
      memory.set(bytes, PIECE_AT);
      return memory.subarray(RESULT_AT, exports.escape(PIECE_AT, PIECE_AT + bytes.length, RESULT_AT));
    },
    texts(given, ends, first, after) {
      const start = ends[first - 1] ?? 0;
      memory.set(given.subarray(start, ends[after - 1]), PIECE_AT);
      let from = PIECE_AT;
      let at = RESULT_AT;
      for (let index = first; index < after; index++) {
        const to = PIECE_AT + (ends[index] ?? 0) - start;
        if (index > first) memory[at++] = COMMA;
        memory[at++] = QUOTE;
        at = exports.escape(from, to, at);
        memory[at++] = QUOTE;
        from = to;
      }
      return memory.subarray(RESULT_AT, at);
    },
  };
}

const slowEscaper: Escaper = {
  piece: escapeText,
  texts(memory, ends, first, after) {
    const texts = ends.slice(first, after).map((end, index) => {
      return `"${escapeText(memory.subarray(ends[first + index - 1] ?? 0, end)).toString('latin1')}"`;
    });
    return Buffer.from(texts.join(','), 'latin1');
  },
};

/** Every byte as the character of its number and a byte again. */
function escapeText(piece: Uint8Array): Buffer {
  const text = Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
  return Buffer.from(JSON.stringify(text).slice(1, -1), 'latin1');
}

function moduleBytes(): Uint8Array {
  const name = (text: string) => [text.length, ...Buffer.from(text)];
  const section = (id: number, ...content: readonly number[]) => [id, content.length, ...content];
  return Uint8Array.of(
    ...Buffer.from('\0asm'),
    ...[1, 0, 0, 0],
    ...section(1, 1, 0x60, 3, I32, I32, I32, 1, I32), // one type: (i32, i32, i32) → i32
    ...section(3, 1, 0), // one function, of that type
    ...section(5, 1, 0, PAGES), // one memory
    ...section(7, 2, ...name('escape'), 0, 0, ...name('memory'), 2, 0),
    ...section(10, 1, ESCAPE_CODE.length, ...ESCAPE_CODE),
  );
}
