/** Every code a {@link CliError} may bear. */
export type CliErrorCode =
  | 'cli/invalid-value'
  | 'cli/exposed-host'
  | 'cli/unreadable-file'
  | 'cli/no-documents'
  | 'cli/unreachable-service'
  | 'cli/unexpected-answer';

/** What the user gave cannot be used as it is: the process ends with exit code 2; with 1 for the others. */
const USAGE: ReadonlySet<CliErrorCode> = new Set(['cli/invalid-value', 'cli/exposed-host']);

/** Thrown when a command cannot do what it was asked. The message says what happened and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }

  /** The exit code of the process. */
  get exitCode(): 1 | 2 {
    return USAGE.has(this.code) ? 2 : 1;
  }
}
