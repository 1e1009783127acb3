import type { StackFrame } from '@radiograph/protocol';
import { type FrameReader, frameReader } from './stack-frames.js';

/** An exception as its stack's text tells it; `type` and `message` are known of causes only. */
export interface StackedException {
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly frames: readonly StackFrame[];
  /** Frames that were left out, here or by the sender. */
  readonly truncated: number;
}

interface Section {
  type: string | undefined;
  message: string | undefined;
  readonly frames: StackFrame[];
  truncated: number;
}

const LINE_CHARACTERS = 1000;
const STACK_CHARACTERS = 64 * 1024;
const CAUSED_BY = /^\s*Caused by: ([^:\s]+)(?:: ?(.*))?$/;
const SUPPRESSED = /^\s+Suppressed: /;
const MORE = /^\s*\.\.\. (\d{1,9}) (?:more|common frames omitted)/;
const TRACEBACK = 'Traceback (most recent call last)';
const PYTHON_ERROR = /^([A-Za-z_][\w.]*)(?:: ?(.*))?$/;
const CHAINED = 'The above exception was the direct cause';
const MEANWHILE = 'During handling of the above exception';

/**
 * Reads the text of a stack, innermost frame first: the exception's own frames, then those of its causes, each caused by the next.
 * Never throws and takes a time in proportion to the text; what is no frame is skipped.
 *
 * @param language `telemetry.sdk.language` of the resource
 * @param maxFrames frames kept of each exception
 */
export function readStack(
  text: string,
  language: string | undefined,
  maxFrames: number,
): readonly StackedException[] {
  const reader = frameReader(language);
  if (reader === undefined) return [];
  const lines = text
    .slice(0, STACK_CHARACTERS)
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line).slice(0, LINE_CHARACTERS));
  return language === 'python' ? readPython(lines, reader, maxFrames) : readLines(lines, reader, maxFrames);
}

function readLines(
  lines: readonly string[],
  reader: FrameReader,
  maxFrames: number,
): readonly StackedException[] {
  let section = newSection();
  const sections = [section];
  for (const [i, line] of lines.entries()) {
    const cause = CAUSED_BY.exec(line);
    if (cause !== null) {
      section = newSection(cause[1], cause[2]);
      sections.push(section);
    } else if (SUPPRESSED.test(line)) {
      // What closing a resource threw on the way is no cause: its frames go nowhere.
      section = newSection();
    } else {
      addFrame(section, reader(line, lines[i + 1] ?? ''), maxFrames);
      section.truncated += Number(MORE.exec(line)?.[1] ?? 0);
    }
  }
  return sections;
}

/** Python writes the outermost frame first, and the causes before what they led to. */
function readPython(
  lines: readonly string[],
  reader: FrameReader,
  maxFrames: number,
): readonly StackedException[] {
  let section = newSection();
  let sections = [section];
  for (const line of lines) {
    if (line.startsWith(TRACEBACK)) {
      section = newSection();
      sections.unshift(section);
    } else if (!line.startsWith(CHAINED) && !line.startsWith(MEANWHILE)) {
      addPythonLine(section, line, reader);
    }
  }
  sections = sections.filter(({ frames, type }) => frames.length > 0 || type !== undefined);
  for (const { frames } of sections) frames.reverse();
  return sections.map((kept) => ({
    ...kept,
    frames: kept.frames.slice(0, maxFrames),
    truncated: Math.max(0, kept.frames.length - maxFrames),
  }));
}

function addPythonLine(section: Section, line: string, reader: FrameReader): void {
  const frame = reader(line, '');
  if (frame !== undefined) section.frames.push(frame);
  else if (section.type === undefined && section.frames.length > 0) {
    const error = PYTHON_ERROR.exec(line);
    section.type = error?.[1];
    section.message = error?.[2];
  }
}

function addFrame(section: Section, frame: StackFrame | undefined, maxFrames: number): void {
  if (frame === undefined) return;
  if (section.frames.length < maxFrames) section.frames.push(frame);
  else section.truncated++;
}

function newSection(type?: string, message?: string): Section {
  return { type, message, frames: [], truncated: 0 };
}
