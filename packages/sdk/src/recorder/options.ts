import type { ContextMissingStrategy } from '../context/context-missing.js';
import type { Datagrams } from '../emitter/datagram-form.js';
import type { Emitter } from '../emitter/emitter.js';
import type { FormatException } from '../exception/format-exception.js';
import type { Logger, LogLevel } from '../logging/logger.js';
import type { Sampler } from '../sampling/sampler.js';
import type { SamplingRules } from '../sampling/sampling-rules.js';
import type { Clock } from '../segment/clock.js';
import type { IdGenerator } from '../segment/ids.js';
import type { Plugin } from './plugin.js';

/** The rules of the service, with rules of your own (an object, or the path of a JSON file) while those cannot be had. */
export interface CentralSampling {
  readonly fallback: SamplingRules | string;
}

/**
 * Which requests are recorded: every one, none, the first of every second and five percent of the others (`local`), by
 * X-Ray's local rules (an object, or the path of a JSON file), by the rules of the service, or by your own sampler.
 */
export type Sampling = 'all' | 'none' | 'local' | SamplingRules | string | CentralSampling | Sampler;

/** How a recorder works; everything may be left out. Environment variables beat what is given here, as in AWS's SDKs. */
export interface RecorderOptions {
  /** The service's name, for segments that are begun without one. `AWS_XRAY_TRACING_NAME` beats this and every segment's own name. */
  readonly service?: string;
  /** The service's version, shown with its segments. */
  readonly version?: string;
  /** What the service runs on, such as `AWS::ECS::Container`; without it the most specific plugin says so. */
  readonly origin?: string;
  /** Find out where the service runs; see `@radiograph/sdk/plugins`. */
  readonly plugins?: readonly Plugin[];
  /** `host:port`, or `udp:host:port tcp:host:port`; `AWS_XRAY_DAEMON_ADDRESS` beats it. Default `127.0.0.1:2000`. */
  readonly daemonAddress?: string;
  /**
   * One document in each datagram, or several (`lines`), which only Radiograph's own daemon and service take. Default: as these say
   * when they are asked for sampling rules, else `one`. `RADIOGRAPH_DATAGRAMS` beats it; in Lambda it is always `one`.
   */
  readonly datagrams?: Datagrams;
  /**
   * Default: by the rules of the service, which the daemon is asked for; as long as it does not answer, and in Lambda, `local`.
   * `RADIOGRAPH_SAMPLING` (`all`, `none`, `local` or a file) beats it.
   */
  readonly sampling?: Sampling;
  /** What happens when work is recorded outside any segment. Default `log`; `AWS_XRAY_CONTEXT_MISSING` beats it. */
  readonly contextMissing?: ContextMissingStrategy;
  /** Beyond this many subsegments in one segment, closed ones are sent on their own. Default 100. */
  readonly streamingThreshold?: number;
  /**
   * A segment that is open after so many milliseconds is sent as it is then, in progress, so that long ones show while they run.
   * Left out, only those that ask for it by `inProgress` are.
   */
  readonly inProgressAfterMs?: number;
  /** Says what is written of errors: other types, messages or frames than those that the error bears. */
  readonly formatException?: FormatException;
  /** Whether calls carry W3C's `traceparent` beside X-Ray's header. An incoming one is read in any case. Default `false`. */
  readonly traceparent?: boolean;
  /** Where problems are written, at most one line a minute of each kind. Default: the console. */
  readonly logger?: Logger;
  /** Default `warn`; `AWS_XRAY_LOG_LEVEL` beats it. */
  readonly logLevel?: LogLevel;
  /** Takes the documents instead of the UDP socket. */
  readonly emitter?: Emitter;
  /** For repeatable tests. */
  readonly clock?: Clock;
  /** For repeatable tests. */
  readonly ids?: IdGenerator;
}
