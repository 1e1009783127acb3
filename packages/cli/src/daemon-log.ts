import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DaemonConfiguration, Logger } from '@radiograph/daemon';

/** Where the daemon logs to, and how. */
export type LogSettings = Pick<DaemonConfiguration, 'logPath' | 'logLevel' | 'logFormat' | 'logRotation'>;

/** A log whose level can change and whose file can be opened again. */
export interface DaemonLog extends Logger {
  /** Takes another level, and opens the file again, in case it was moved away. */
  reopen(settings: Pick<LogSettings, 'logLevel' | 'logRotation'>): void;
}

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const;
const NAMED: Readonly<Record<DaemonConfiguration['logLevel'], number>> = {
  dev: LEVELS.debug,
  debug: LEVELS.debug,
  prod: LEVELS.info,
  info: LEVELS.info,
  warn: LEVELS.warn,
  error: LEVELS.error,
};
const TITLES = { debug: 'Debug', info: 'Info', warn: 'Warn', error: 'Error' } as const;
/** A file of this size is put aside as `<file>.1`. Source: AWS's daemon. */
const ROTATE_BYTES = 50 * 1024 * 1024;

/**
 * Logs to stdout or a file, as AWS's daemon writes it (`2026-11-22T06:07:06Z [Info] …`) or as JSON lines. Lines that tools know from AWS's
 * daemon have no fields, so that they are the same to the letter.
 */
export function openDaemonLog(settings: LogSettings): DaemonLog {
  const { logPath, logFormat } = settings;
  const file = logPath === '' ? undefined : resolve(logPath);
  const out = file === undefined ? standardOutput() : logFile(file);
  let { logRotation } = settings;
  let threshold = NAMED[settings.logLevel];
  let bytes = file === undefined ? 0 : sizeOf(file);
  const write = (level: keyof typeof LEVELS, fields: object, message: string): void => {
    if (LEVELS[level] < threshold) return;
    const line = logFormat === 'json' ? jsonLine(level, fields, message) : textLine(level, fields, message);
    out.write(line);
    bytes += Buffer.byteLength(line);
    if (file === undefined || !logRotation || bytes < ROTATE_BYTES) return;
    bytes = 0;
    try {
      renameSync(file, `${file}.1`);
      out.reopen();
    } catch {
      // It goes on in the file that it has.
    }
  };
  return {
    debug: (fields, message) => write('debug', fields, message),
    info: (fields, message) => write('info', fields, message),
    warn: (fields, message) => write('warn', fields, message),
    error: (fields, message) => write('error', fields, message),
    reopen(next) {
      threshold = NAMED[next.logLevel];
      logRotation = next.logRotation;
      if (file === undefined) return;
      out.reopen();
      bytes = sizeOf(file);
    },
  };
}

/** Where lines go. */
interface Lines {
  write(line: string): void;
  /** Goes on at a file of the same name, in case it was moved away. */
  reopen(): void;
}

/** Files, pipes and terminals are written to at once, so that nothing is lost when the process dies. */
function standardOutput(): Lines {
  // Whoever read it may be gone; documents matter more.
  process.stdout.on('error', () => {});
  return { write: (line) => void process.stdout.write(line), reopen: () => {} };
}

function logFile(file: string): Lines {
  mkdirSync(dirname(file), { recursive: true });
  let descriptor = openSync(file, 'a');
  return {
    write(line) {
      try {
        writeSync(descriptor, line);
      } catch {
        // A full disk must not end the daemon.
      }
    },
    reopen() {
      const next = openSync(file, 'a');
      closeSync(descriptor);
      descriptor = next;
    },
  };
}

function textLine(level: keyof typeof TITLES, fields: object, message: string): string {
  const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const extra = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
  // What others send ends up in messages: it must not make lines of its own.
  return `${time} [${TITLES[level]}] ${(message + extra).replaceAll(/[\r\n]+/g, ' ')}\n`;
}

function jsonLine(level: string, fields: object, message: string): string {
  return `${JSON.stringify({ level, time: new Date().toISOString(), ...fields, msg: message })}\n`;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
