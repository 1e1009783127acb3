import { context } from '../../index.js';

/** What of a trace a line of a log bears. */
export interface TraceFields {
  readonly trace_id?: string;
  /** The segment or subsegment that was current. */
  readonly segment_id?: string;
}

const NONE: TraceFields = {};

/**
 * The ids of what is current, as fields of a line of a log; none outside any segment. A request that is not sampled has a
 * trace id too, by which its lines belong together, but no trace.
 *
 * @example
 * const logger = pino({ mixin: traceFields });
 */
export function traceFields(): TraceFields {
  const current = context.getStore();
  if (current === undefined) return NONE;
  return current.sampled
    ? { trace_id: current.traceId, segment_id: current.id }
    : { trace_id: current.traceId };
}

/** The same under the name of this subpath. */
export function logs(): TraceFields {
  return traceFields();
}

/**
 * A format of winston that adds the fields to every line.
 *
 * @example
 * createLogger({ format: format.combine(winstonTrace(), format.json()), transports });
 */
export function winstonTrace(): { transform<Info extends object>(info: Info): Info } {
  return { transform: (info) => Object.assign(info, traceFields()) };
}

/** The methods of a console that write lines. */
export interface ConsoleLike {
  debug(...data: unknown[]): void;
  info(...data: unknown[]): void;
  log(...data: unknown[]): void;
  warn(...data: unknown[]): void;
  error(...data: unknown[]): void;
}

/**
 * A console whose lines end with the trace id.
 *
 * @param target where it writes; the global console by default, which stays as it is
 * @example
 * const log = tracedConsole();
 * log.info('paid'); // paid trace_id=1-5759e988-bd862e3fe1be46a994272793
 */
export function tracedConsole(target: ConsoleLike = console): ConsoleLike {
  const write =
    (method: keyof ConsoleLike) =>
    (...data: unknown[]): void => {
      const current = context.getStore();
      if (current === undefined) target[method](...data);
      else target[method](...data, `trace_id=${current.traceId}`);
    };
  return {
    debug: write('debug'),
    info: write('info'),
    log: write('log'),
    warn: write('warn'),
    error: write('error'),
  };
}
