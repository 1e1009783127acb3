import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Each frame is preceded by its length in this many bytes. */
const LENGTH_BYTES = 4;

/** Half the time of the default for a seventh more bytes: what repeats from document to document is found at every level. */
const COMPRESSION_LEVEL = 3;

/** Puts several byte arrays into one. */
export function joinFrames(frames: readonly Uint8Array[]): Uint8Array {
  const size = frames.reduce((sum, frame) => sum + LENGTH_BYTES + frame.byteLength, 0);
  const joined = Buffer.allocUnsafe(size);
  let at = 0;
  for (const frame of frames) {
    at = joined.writeUInt32LE(frame.byteLength, at);
    joined.set(frame, at);
    at += frame.byteLength;
  }
  return joined;
}

/** The byte arrays that {@link joinFrames} was given, as views. */
export function splitFrames(joined: Uint8Array): Uint8Array[] {
  const bytes = Buffer.from(joined.buffer, joined.byteOffset, joined.byteLength);
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + LENGTH_BYTES + bytes.readUInt32LE(at);
    if (end > bytes.length) throw new RangeError('a packed block ends too early');
    frames.push(bytes.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return frames;
}

/** Joins frames and compresses them together. */
export function compressFrames(frames: readonly Uint8Array[]): Uint8Array {
  return deflateRawSync(joinFrames(frames), { level: COMPRESSION_LEVEL });
}

/** The frames that {@link compressFrames} was given. */
export function expandFrames(compressed: Uint8Array): Uint8Array[] {
  return splitFrames(inflateRawSync(compressed));
}
