import type { TraceStore } from '@radiograph/store';
import type { Static, TSchema } from '@sinclair/typebox';
import { memberReader } from '../http/members.js';
import type { DaemonHealth } from '../own/daemon-health.js';
import type { HttpIntake } from '../own/http-intake.js';
import type { SamplingRule } from '../sampling/default-rule.js';
import type { QuotaLedger } from '../sampling/quota-ledger.js';

/** What the operations work with: one per service. */
export interface XrayParts {
  readonly store: TraceStore;
  /** Hold X-Ray's own limits. */
  readonly strict: boolean;
  readonly defaultRule: SamplingRule;
  /** When the sampling rules last changed, epoch seconds. */
  readonly rulesModifiedS: number;
  readonly quotas: QuotaLedger;
  readonly daemons: DaemonHealth;
  readonly intake: HttpIntake;
}

/** One request to an operation. */
export interface Call extends XrayParts {
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** What an operation answers: one object, or the text of one in pieces where it may be large. */
export type Answer = object | AsyncGenerator<string>;

/** One operation of the X-Ray API. */
export interface Operation {
  readonly name: string;
  readonly path: string;
  readonly maxBodyBytes: number;
  /** Checks the members and answers. Rejects with a ServiceError where the request cannot be served. */
  answer(members: unknown, call: Call): Promise<Answer>;
}

/** What an {@link operation} is made of. */
export interface OperationParts<S extends TSchema> {
  readonly name: string;
  readonly path: string;
  readonly input: S;
  /** The largest body, in bytes; 1 MiB when left out. */
  readonly maxBodyBytes?: number;
  answer(input: Static<S>, call: Call): Promise<Answer>;
}

/** Makes an operation whose members are checked against a schema before it answers. */
export function operation<S extends TSchema>(parts: OperationParts<S>): Operation {
  const read = memberReader(parts.input);
  return {
    name: parts.name,
    path: parts.path,
    maxBodyBytes: parts.maxBodyBytes ?? 1024 * 1024,
    answer: async (members, call) => parts.answer(read(members), call),
  };
}
