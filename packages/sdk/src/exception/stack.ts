import type { StackFrame } from '@radiograph/protocol';

/** Frames beyond this are left out and counted. */
const MAX_FRAMES = 50;
const MAX_STACK_CHARACTERS = 64 * 1024;

/** `label (place)`, where the label may itself hold parentheses only in `eval at` and `[as …]` parts. */
const WITH_LABEL = /^\s*at (?:async )?(.+?) \((.*)\)$/;
const WITHOUT_LABEL = /^\s*at (?:async )?(.+)$/;
/** `path:line:column`; a path may hold colons itself, as `C:\…` and `file:///…` do. */
const PLACE = /^(.*?):(\d+)(?::\d+)?$/;

/** A stack as documents hold it, and how many of its frames were left out. */
export interface ParsedStack {
  readonly frames: readonly StackFrame[];
  readonly truncated: number;
}

/**
 * Reads the text of `error.stack` as V8 writes it. `file://` URLs become paths, Windows paths keep their drive,
 * asynchronous and `eval` frames are kept. Lines that are no frames (the message) are skipped. Never throws.
 *
 * @param keep chooses among the frames, before those beyond fifty are left out
 */
export function parseStack(
  stack: string,
  keep: (frames: readonly StackFrame[]) => readonly StackFrame[] = (frames) => frames,
): ParsedStack {
  const lines = stack.slice(0, MAX_STACK_CHARACTERS).split('\n');
  const frames = keep(lines.map(parseFrame).filter((frame) => frame !== undefined));
  return { frames: frames.slice(0, MAX_FRAMES), truncated: Math.max(0, frames.length - MAX_FRAMES) };
}

function parseFrame(line: string): StackFrame | undefined {
  if (!line.trimStart().startsWith('at ')) return undefined;
  const labelled = WITH_LABEL.exec(line);
  if (labelled?.[1] !== undefined && labelled[2] !== undefined) {
    return { ...parsePlace(labelled[2]), label: labelled[1] };
  }
  const place = WITHOUT_LABEL.exec(line)?.[1];
  if (place === undefined) return undefined;
  return PLACE.test(place) ? { ...parsePlace(place), label: 'anonymous' } : { label: place };
}

function parsePlace(place: string): { path: string; line?: number } {
  const match = PLACE.exec(innermost(place));
  if (match?.[1] === undefined) return { path: toPath(place) };
  return { path: toPath(match[1]), line: Number(match[2]) };
}

/** `eval at f (file.js:1:2), <anonymous>:3:4`: the file that holds the `eval` says more than the place inside it. */
function innermost(place: string): string {
  return /\(([^()]+:\d+:\d+)\)/.exec(place)?.[1] ?? place;
}

function toPath(place: string): string {
  if (!place.startsWith('file://')) return place;
  const path = place.slice('file://'.length);
  const withoutSlash = /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
  try {
    return decodeURIComponent(withoutSlash);
  } catch {
    return withoutSlash;
  }
}
