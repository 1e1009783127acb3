import type { StackFrame } from '@radiograph/protocol';

/** Where an exception was thrown, `pay (orders/pay.js:7)`; empty where nothing is known. */
export function placeText(frame: StackFrame | undefined): string {
  if (frame === undefined) return '';
  const at = fileText(frame);
  if (!frame.label) return at;
  return at === '' ? frame.label : `${frame.label} (${at})`;
}

/** The last two parts of a frame's path, with its line: what tells places apart on one line. */
export function fileText({ path = '', line }: StackFrame): string {
  const short = path.split(/[\\/]/).slice(-2).join('/');
  return short === '' || line === undefined ? short : `${short}:${line}`;
}

/** A short stable text that names a group of exceptions in an address. */
export function groupKey({ type, frame }: { readonly type: string; readonly frame?: StackFrame }): string {
  const text = JSON.stringify([type, frame?.path, frame?.line, frame?.label]);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
