/** What an intake by UDP counts, a different figure for everything. */
export const udpCounters = {
  received: 9,
  stored: 5,
  rejected: { MissingId: 2 },
  dropped: { 'buffer-full': 1 },
  kernelDrops: 3,
  bufferedBytes: 77,
  receiveBufferBytes: 1,
} as const;
