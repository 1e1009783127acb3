/** What a process that receives documents tells of itself. */
export interface Snapshot {
  /** User and system time of all its threads. */
  readonly cpuUs: number;
  readonly residentMb: number;
  /** Datagrams that reached it. */
  readonly received: number;
  /** Documents that were sent on and acknowledged; for the bare receiver what it received. */
  readonly settled: number;
  /** Documents dropped or refused anywhere, the kernel's included. */
  readonly lost: number;
  /** Documents on disk. */
  readonly spooled?: number;
}
