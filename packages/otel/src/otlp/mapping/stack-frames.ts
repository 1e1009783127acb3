import type { StackFrame } from '@radiograph/protocol';
import { defined } from './defined.js';

/** Reads one line of a stack, with the one after it; `undefined` where it is no frame. */
export type FrameReader = (line: string, next: string) => StackFrame | undefined;

/*
 * How each language writes a frame. Stacks come from anywhere, so every expression here takes a time in proportion to the line.
 * Named groups: label is the function, path the file, line its line; `place` is `path:line` with a column or without.
 */
/** Used on lines that end with `)` only; on others it would try every ` (`. */
const V8_LABELLED = /^\s*at (?:async )?(?<label>.+?) \((?<place>.*)\)$/;
const V8_BARE = /^\s*at (?:async )?(?<place>.+)$/;
const JAVA = /^\s*at (?<label>[^(]+)\((?<place>[^)]*)\)/;
const PYTHON = /^\s+File "(?<path>[^"]*)", line (?<line>\d+)(?:, in (?<label>.*))?$/;
const DOTNET_PLACE = /^(?<path>.*):line (?<line>\d+)$/;
const GO_PLACE = /^\t(?<path>.+):(?<line>\d+)(?: \+0x[0-9a-f]+)?$/;
const PHP = /^#\d+ (?<path>[^(]+)\((?<line>\d+)\): (?<label>.*)$/;
const RUBY = /^\s*(?:from )?(?<path>\S[^:]*):(?<line>\d+):in [`'](?<label>.*)'$/;
const PLACE = /^(?<path>.*?):(?<line>\d+)(?::\d+)?$/;

/** The readers by `telemetry.sdk.language`; the three that run on V8 and its like share one. */
const READERS: ReadonlyMap<string, FrameReader> = new Map([
  ['nodejs', readV8],
  ['javascript', readV8],
  ['webjs', readV8],
  ['java', (line) => frame(JAVA.exec(line))],
  ['python', (line) => frame(PYTHON.exec(line))],
  ['dotnet', readDotnet],
  ['go', readGo],
  ['php', (line) => frame(PHP.exec(line))],
  ['ruby', (line) => frame(RUBY.exec(line))],
]);

/** The reader for a language; V8's for one that is not told, since that is what this project's users write most. */
export function frameReader(language: string | undefined): FrameReader | undefined {
  return READERS.get(language ?? 'nodejs');
}

function readV8(line: string): StackFrame | undefined {
  const labelled = line.endsWith(')') ? frame(V8_LABELLED.exec(line)) : undefined;
  if (labelled !== undefined) return labelled;
  const bare = frame(V8_BARE.exec(line));
  if (bare === undefined) return undefined;
  return bare.line === undefined ? { label: bare.path ?? '' } : { ...bare, label: 'anonymous' };
}

/** `at Shop.Cart.Pay(Order o) in /src/Cart.cs:line 12`, where the place is known. */
function readDotnet(line: string): StackFrame | undefined {
  const text = line.trim();
  if (!text.startsWith('at ')) return undefined;
  const placeAt = text.lastIndexOf(' in ');
  const place = placeAt < 0 ? undefined : frame(DOTNET_PLACE.exec(text.slice(placeAt + 4)));
  return place === undefined ? { label: text.slice(3) } : { ...place, label: text.slice(3, placeAt) };
}

/** Go writes the function on one line, and its place on the next one behind a tab. */
function readGo(line: string, next: string): StackFrame | undefined {
  const place = frame(GO_PLACE.exec(next));
  if (place === undefined || line.startsWith('\t')) return undefined;
  const label = line.replace(/^created by /, '').replace(/\([^()]*\)$/, '');
  return { ...place, label };
}

function frame(match: RegExpExecArray | null): StackFrame | undefined {
  if (match === null) return undefined;
  const { label, place } = match.groups ?? {};
  const at = place === undefined ? match.groups : (PLACE.exec(place)?.groups ?? { path: place });
  return defined<StackFrame>({
    path: toPath(at?.['path']),
    line: at?.['line'] === undefined ? undefined : Number(at['line']),
    label: label?.trim(),
  });
}

/** A path of its own, or undefined where there is none: modules of V8 are called by their `file://` URL. */
function toPath(place: string | undefined): string | undefined {
  if (!place?.startsWith('file://')) return place === '' ? undefined : place;
  const path = place.slice(/^file:\/\/\/[A-Za-z]:/.test(place) ? 'file:///'.length : 'file://'.length);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
