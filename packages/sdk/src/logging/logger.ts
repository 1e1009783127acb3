/** Where a recorder writes: pino works as it is, and so does `console`. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The least that is written; `silent` writes nothing. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Every log level, from the most to the least that is written. */
export const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

/** Writes through `logger` what is at least `level`; a logger that throws is ignored. */
export function writeLog(
  logger: Logger,
  level: LogLevel,
  at: Exclude<LogLevel, 'silent'>,
  fields: object,
  message: string,
): void {
  if (logLevels.indexOf(at) < logLevels.indexOf(level)) return;
  try {
    logger[at](fields, message);
  } catch {
    // A broken logger is not a reason to disturb the request that is being traced.
  }
}

/** Writes to the console, the message first. */
export const consoleLogger: Logger = {
  debug: (fields, message) => console.debug(`radiograph: ${message}`, fields),
  info: (fields, message) => console.info(`radiograph: ${message}`, fields),
  warn: (fields, message) => console.warn(`radiograph: ${message}`, fields),
  error: (fields, message) => console.error(`radiograph: ${message}`, fields),
};
