/** What one daemon reports of itself: sums over its telemetry records since this service started. */
export interface DaemonReport {
  readonly hostname?: string;
  readonly ec2InstanceId?: string;
  readonly resourceArn?: string;
  /** When it last reported, epoch seconds by its clock. */
  readonly lastReport: number;
  readonly received: number;
  readonly sent: number;
  readonly spilled: number;
  readonly rejected: number;
  /** Failed connections to the back end, by X-Ray's names (`TimeoutCount`, …). */
  readonly connectionErrors: Readonly<Record<string, number>>;
}

/** How many daemons are remembered; beyond it the one that has been silent longest is forgotten. */
const maxDaemons = 1000;

/** Remembers what the daemons that report to this service say of themselves. In memory and bounded. */
export class DaemonHealth {
  // Insertion order is order of the last report.
  readonly #reports = new Map<string, DaemonReport>();

  /** Adds a report to what its daemon said before. */
  add(report: DaemonReport): void {
    const key = JSON.stringify([report.hostname, report.ec2InstanceId, report.resourceArn]);
    const before = this.#reports.get(key);
    this.#reports.delete(key);
    this.#reports.set(key, before === undefined ? report : sum(before, report));
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > maxDaemons && oldest !== undefined) this.#reports.delete(oldest);
  }

  /** Every daemon remembered, the most recent report last. */
  reports(): readonly DaemonReport[] {
    return [...this.#reports.values()];
  }
}

function sum(before: DaemonReport, report: DaemonReport): DaemonReport {
  const connectionErrors = { ...before.connectionErrors };
  for (const [name, count] of Object.entries(report.connectionErrors)) {
    connectionErrors[name] = (connectionErrors[name] ?? 0) + count;
  }
  return {
    ...report,
    lastReport: Math.max(before.lastReport, report.lastReport),
    received: before.received + report.received,
    sent: before.sent + report.sent,
    spilled: before.spilled + report.spilled,
    rejected: before.rejected + report.rejected,
    connectionErrors,
  };
}
