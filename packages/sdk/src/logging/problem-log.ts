import { type Logger, type LogLevel, writeLog } from './logger.js';

/** What can go wrong while recording. Each is logged at most once a minute, with how often it happened meanwhile. */
export type ProblemCode =
  | 'sdk/annotation-refused'
  | 'sdk/annotation-repaired'
  | 'sdk/annotations-not-indexed'
  | 'sdk/context-missing'
  | 'sdk/document-cut'
  | 'sdk/documents-dropped'
  | 'sdk/emitter-failed'
  | 'sdk/environment-ignored'
  | 'sdk/exception-format-failed'
  | 'sdk/exceptions-dropped'
  | 'sdk/left-out'
  | 'sdk/link-refused'
  | 'sdk/metadata-refused'
  | 'sdk/not-our-segment'
  | 'sdk/recording-failed'
  | 'sdk/sampler-failed'
  | 'sdk/sampling-answer-ignored'
  | 'sdk/subsegments-dropped';

/** The least time between two log lines of one code, in milliseconds. */
const QUIET_MS = 60_000;
/** As many different things left out have a line each; more share one. */
const MAX_THINGS = 100;

/** The one place where problems at run time go: they never reach the request, and a flood of them is one line a minute. */
export class ProblemLog {
  readonly #logger: Logger;
  readonly #level: LogLevel;
  readonly #entries: Map<string, { quietUntil: number; suppressed: number }> = new Map();

  constructor(logger: Logger, level: LogLevel) {
    this.#logger = logger;
    this.#level = level;
  }

  /**
   * Logs a problem, or counts it when its code was logged less than a minute ago; what is left out has a line for each thing.
   * Never throws.
   *
   * @returns whether it was logged
   */
  report(code: ProblemCode, message: string, fields?: object): boolean {
    const now = Date.now();
    const key = code === 'sdk/left-out' && this.#entries.size < MAX_THINGS ? `${code} ${message}` : code;
    const entry = this.#entries.get(key) ?? { quietUntil: 0, suppressed: 0 };
    this.#entries.set(key, entry);
    if (now < entry.quietUntil) {
      entry.suppressed++;
      return false;
    }
    const suppressed = entry.suppressed > 0 ? { suppressed: entry.suppressed } : undefined;
    entry.quietUntil = now + QUIET_MS;
    entry.suppressed = 0;
    writeLog(this.#logger, this.#level, 'warn', { code, ...fields, ...suppressed }, message);
    return true;
  }

  /** Logs what helps to understand what was left out on purpose. */
  debug(message: string): void {
    writeLog(this.#logger, this.#level, 'debug', {}, message);
  }

  /** Logs something worth knowing that is not a problem. */
  info(message: string, fields: object): void {
    writeLog(this.#logger, this.#level, 'info', fields, message);
  }
}
