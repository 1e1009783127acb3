import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { cutText, plainText } from '../model/cut-text.js';
import { countText } from '../model/quantity.js';

/** A text of any length: the first part of it, with a button that shows the rest. */
export function CutText({ text, limit = 400 }: { readonly text: string; readonly limit?: number }): VNode {
  const [isWhole, setWhole] = useState(false);
  if (text.length <= limit) return <bdi>{plainText(text)}</bdi>;
  return (
    <>
      <bdi>{plainText(isWhole ? text : cutText(text, limit))}</bdi>{' '}
      <button type="button" class="more" onClick={() => setWhole(!isWhole)}>
        {isWhole ? 'Show less' : `Show all ${countText(text.length)} characters`}
      </button>
    </>
  );
}
