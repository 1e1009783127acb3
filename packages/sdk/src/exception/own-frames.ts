import type { StackFrame } from '@radiograph/protocol';
import { parseStack } from './stack.js';

/** What this package calls an application's functions from, as its frames are labelled where it is bundled into one file with others. */
const LABELS =
  /^(?:runAndClose|(?:Invocation)?Recorder\.(?:segment|capture|run)|(?:RecordedSegment|RecordedSubsegment|UnsampledSegment|UnsampledSubsegment)\.capture)$/;
const PUBLISHED = /^.*[\\/]@radiograph[\\/]sdk[\\/](?=dist[\\/])/;
const SOURCE = /exception[\\/]own-frames\.[jt]s$/;
const STORAGE = /^AsyncLocalStorage\.(?:run|exit)$/;

/** Where this package is: a folder of its own, or a file that an application's bundler made of both. */
interface Place {
  readonly folder: string | undefined;
  readonly file: string;
}

let place: Place | undefined;

/** Reads where a module of this package is from the path that its own stack frames bear. */
export function placeOf(file: string): Place {
  const published = PUBLISHED.exec(file)?.[0];
  const folder = published ?? (SOURCE.test(file) ? file.replace(SOURCE, '') : undefined);
  return { folder, file };
}

/**
 * Leaves out the frames of this package, and those of the `AsyncLocalStorage` that it runs bodies in: whoever reads a stack looks
 * for the application's own. Frames of the application are never left out.
 */
export function withoutOwnFrames(frames: readonly StackFrame[], own: Place = ownPlace()): StackFrame[] {
  return frames.filter((frame, at) => {
    if (isOwn(frame, own)) return false;
    if (!STORAGE.test(frame.label ?? '') || !frame.path?.startsWith('node:')) return true;
    const caller = frames[at + 1];
    return caller === undefined || !isOwn(caller, own);
  });
}

function isOwn(frame: StackFrame, { folder, file }: Place): boolean {
  if (folder !== undefined) return frame.path?.startsWith(folder) === true;
  return frame.path === file && LABELS.test(frame.label ?? '');
}

/** Found out when an error is first recorded: a stack of our own tells it in ESM, in CommonJS and in a bundle alike. */
function ownPlace(): Place {
  place ??= placeOf(parseStack(new Error().stack ?? '').frames[0]?.path ?? '');
  return place;
}
