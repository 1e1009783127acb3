import type { RejectionCode } from './verdict.js';

const SHOWN_CHARACTERS = 60;
const PATH_CHARACTERS = 160;

/** Why a document is refused: X-Ray's code, where in the document, and a sentence. The path grows as the walk unwinds. */
export class Flaw {
  readonly code: RejectionCode;
  /** Such as `subsegments[2].name`; empty for the document as a whole. */
  readonly path: string;
  /** What is wrong and what to do, to be read after the path. */
  readonly problem: string;

  constructor(code: RejectionCode, path: string, problem: string) {
    this.code = code;
    this.path = path;
    this.problem = problem;
  }

  /** The same flaw, seen from the object or array that holds `step`. */
  within(step: string): Flaw {
    const dot = this.path === '' || this.path.startsWith('[') ? '' : '.';
    return new Flaw(this.code, step + dot + this.path, this.problem);
  }

  /** The text of the rejection, opened as X-Ray opens it. */
  message(noun: 'segment' | 'subsegment'): string {
    const where = this.path === '' ? `the ${noun}` : cut(this.path, PATH_CHARACTERS);
    return `Invalid ${noun}. ErrorCode: ${this.code}. ${where} ${this.problem}`;
  }
}

/** Shows an offending value in a message: scalars as JSON, cut short; objects and arrays by kind. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${cut(value, SHOWN_CHARACTERS)}'`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** Whole characters, and those escaped that would break a log line. */
function cut(text: string, characters: number): string {
  const start = Array.from(text.slice(0, 2 * characters))
    .slice(0, characters)
    .join('');
  const escaped = JSON.stringify(start).slice(1, -1);
  return start.length < text.length ? `${escaped}…` : escaped;
}
