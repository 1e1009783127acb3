import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { copyText } from './clipboard.js';
import { Icon } from './icon.js';

const SHOWN_MS = 1_500;

/** Copies a text to the clipboard and says so for a moment. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }): VNode {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <button
      type="button"
      class="button quiet square"
      title={done ? 'Copied' : label}
      aria-label={done ? 'Copied' : label}
      onClick={async () => setDone(await copyText(text))}
    >
      <Icon name={done ? 'check' : 'copy'} />
    </button>
  );
}
