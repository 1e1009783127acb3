import { setImmediate as nextTurn } from 'node:timers/promises';

/** Bytes gathered before they are written and other requests get their turn. */
const pieceBytes = 64 * 1024;

/** The same text in pieces of 64 KiB: what is small is gathered, what is large is cut, with a turn for other requests between them. */
export async function* gathered(parts: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of parts) {
    let rest = typeof part === 'string' ? Buffer.from(part) : part;
    while (bytes + rest.byteLength >= pieceBytes) {
      const room = pieceBytes - bytes;
      yield Buffer.concat([...waiting, rest.subarray(0, room)]);
      await nextTurn();
      [waiting, bytes, rest] = [[], 0, rest.subarray(room)];
    }
    waiting.push(rest);
    bytes += rest.byteLength;
  }
  yield Buffer.concat(waiting);
}
