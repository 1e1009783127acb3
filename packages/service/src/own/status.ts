import type { IntakeCounters } from '@radiograph/protocol';
import type { StoreStatus } from '@radiograph/store';
import type { DaemonReport } from './daemon-health.js';
import type { HttpIntakeCounters } from './http-intake.js';

/** What came in since the start. */
export interface IntakeStatus {
  /** By UDP; null where this process runs no intake. */
  readonly udp: IntakeCounters | null;
  readonly http: HttpIntakeCounters;
  /** By OTLP, counted as the documents that spans became. */
  readonly otlp: HttpIntakeCounters;
}

/** The answer of `GET /radiograph/v1/status`. Times in epoch seconds. */
export interface Status {
  readonly version: string;
  readonly startedAt: number;
  readonly strict: boolean;
  readonly intake: IntakeStatus;
  readonly store: StoreStatus;
  /** Daemons that report to this service. */
  readonly daemons: readonly DaemonReport[];
  /** Live feeds open now. */
  readonly liveReaders: number;
}
