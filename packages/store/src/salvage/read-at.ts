import { readSync } from 'node:fs';

/** Reads bytes of a file at a place; what lies beyond its end is zero. */
export function readAt(fd: number, position: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  for (let done = 0; done < bytes; ) {
    const read = readSync(fd, buffer, done, bytes - done, position + done);
    if (read === 0) break;
    done += read;
  }
  return buffer;
}
