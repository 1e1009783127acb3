import { CliError } from './cli-error.js';

/** What the user reads on stderr, and the exit code of the process. */
export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

/** What to do, by the code of an error of any package. */
const HINTS: Readonly<Record<string, (port: number | undefined) => string>> = {
  'daemon/port-taken': portHint,
  'service/address-in-use': portHint,
  'daemon/not-permitted': () => '--port 2000 or any other from 1024 up needs no rights',
  'service/address-forbidden': () => '--port 2000 or any other from 1024 up needs no rights',
  'daemon/address-unavailable': () => '--host takes an address of this machine',
  'service/address-unavailable': () => '--host takes an address of this machine',
  'service/invalid-keys': () => '--keys FILE takes a file of keys; docs/access.md shows its form',
  'store/locked': () => '--data FOLDER chooses another folder',
  'store/unreadable': () => '--data FOLDER chooses another folder',
  'store/damaged': () => 'radiograph salvage saves what can be read; --data FOLDER chooses another folder',
  'store/newer-schema': () => '--data FOLDER chooses another folder',
};

/**
 * Puts an error into words for the terminal: what happened, what to do, and no stack. Only what no package has foreseen,
 * which is a defect of Radiograph, is shown with its stack.
 */
export function failureOf(error: unknown, port?: number): Failure {
  const code = codeOf(error);
  if (!(error instanceof Error) || code === undefined) return { text: defect(error), exitCode: 1 };
  const hint = HINTS[code]?.(port);
  const message = `error: ${error.message.slice(code.length + 2)}`;
  return {
    text: hint === undefined ? message : `${message}\n${hint}`,
    exitCode: error instanceof CliError ? error.exitCode : 1,
  };
}

/** The code of an error that one of the packages made: its message begins with it. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.message.startsWith(`${error.code}: `) ? error.code : undefined;
}

function portHint(port = 2000): string {
  return `--port takes another port (0 a free one); who holds this one: ${whoHolds(port)}`;
}

function whoHolds(port: number): string {
  if (process.platform === 'win32') return `netstat -ano | findstr :${port}`;
  return process.platform === 'darwin' ? `lsof -nP -i :${port}` : `ss -lntup 'sport = :${port}'`;
}

function defect(error: unknown): string {
  const what = error instanceof Error ? error.stack : String(error);
  return `error: Radiograph failed in a way it should not; please report this:\n${what}`;
}
