/** The share of the limit that the write-ahead log may take, and the most that it ever takes while no read holds it back. */
const LOG_SHARE = 1 / 8;
const MOST_LOG_BYTES = 64 * 1024 * 1024;

/** How large the database's own file may be so that it and its write-ahead log stay within a limit for both, in bytes. */
export function fileLimit(maxDiskBytes: number): number {
  return maxDiskBytes - Math.min(maxDiskBytes * LOG_SHARE, MOST_LOG_BYTES);
}
