import type { TraceStore } from '@radiograph/store';
import type { Static, TSchema } from '@sinclair/typebox';
import type { NeededRight } from '../access/access-key.js';
import type { Groups } from '../groups/groups.js';
import { memberReader } from '../http/members.js';
import type { RateLimit } from '../http/rate-limit.js';
import type { DaemonHealth } from '../own/daemon-health.js';
import type { HttpIntake } from '../own/http-intake.js';
import type { SamplingRules } from '../sampling/sampling-rules.js';
import type { SamplingTargets } from '../sampling/sampling-targets.js';
import type { Encryption } from '../settings/encryption.js';
import type { Tags } from '../tags/tags.js';
import type { Retrievals } from './retrievals.js';

/** What the operations work with: one per service. */
export interface XrayParts {
  readonly store: TraceStore;
  /** Hold X-Ray's own limits. */
  readonly strict: boolean;
  readonly groups: Groups;
  readonly tags: Tags;
  readonly rules: SamplingRules;
  readonly targets: SamplingTargets;
  readonly encryption: Encryption;
  readonly retrievals: Retrievals;
  readonly daemons: DaemonHealth;
  readonly intake: HttpIntake;
  /** Whether this process takes datagrams at its address, of several documents too; then SDKs are told so. */
  readonly takesDatagrams: boolean;
  /** How many segments may be put in a second; absent: any number. */
  readonly segmentRate: RateLimit | undefined;
  /** The clock, epoch seconds. */
  nowS(): number;
}

/** One request to an operation. */
export interface Call extends XrayParts {
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** What an operation answers: one object, or the text of one in pieces where it may be large. */
export type Answer = object | AsyncGenerator<Uint8Array>;

/** One operation of the X-Ray API. */
export interface Operation {
  readonly name: string;
  readonly path: string;
  /** What a key must permit, where keys are used. */
  readonly right: NeededRight;
  readonly maxBodyBytes: number;
  /** Checks the members and answers. Rejects with a ServiceError where the request cannot be served. */
  answer(members: unknown, call: Call): Promise<Answer>;
}

/** What an {@link operation} is made of. */
export interface OperationParts<S extends TSchema> {
  readonly name: string;
  readonly path: string;
  /** What a key must permit, where keys are used. */
  readonly right: NeededRight;
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
    right: parts.right,
    maxBodyBytes: parts.maxBodyBytes ?? 1024 * 1024,
    answer: async (members, call) => parts.answer(read(members), call),
  };
}
