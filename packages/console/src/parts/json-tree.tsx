import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { CutText } from './cut-text.js';
import './json-tree.css';

interface JsonTreeProps {
  readonly name: string;
  readonly value: unknown;
  readonly depth?: number;
}

const FIRST_SHOWN = 100;
const OPEN_DEPTH = 2;

/** A JSON value as a tree. Only what is open is in the document, so that neither depth nor length can slow the page. */
export function JsonTree({ name, value, depth = 0 }: JsonTreeProps): VNode {
  return typeof value === 'object' && value !== null ? (
    <Branch name={name} value={value} depth={depth} />
  ) : (
    <div class="json-leaf">
      <Name name={name} /> <Scalar value={value} />
    </div>
  );
}

function Branch({
  name,
  value,
  depth,
}: {
  readonly name: string;
  readonly value: object;
  readonly depth: number;
}): VNode {
  const entries = Object.entries(value);
  const [isOpen, setOpen] = useState(depth < OPEN_DEPTH && entries.length <= FIRST_SHOWN);
  const [shown, setShown] = useState(FIRST_SHOWN);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <details class="json-branch" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Name name={name} /> <span class="muted">{size}</span>
      </summary>
      {isOpen && (
        <div class="json-inner">
          {entries.slice(0, shown).map(([key, inner]) => (
            <JsonTree key={key} name={key} value={inner} depth={depth + 1} />
          ))}
          {entries.length > shown && (
            <button type="button" class="more" onClick={() => setShown(shown + FIRST_SHOWN * 5)}>
              Show more ({entries.length - shown} left)
            </button>
          )}
        </div>
      )}
    </details>
  );
}

function Name({ name }: { readonly name: string }): VNode {
  return (
    <span class="json-name">
      <CutText text={name} limit={120} />
    </span>
  );
}

function Scalar({ value }: { readonly value: unknown }): VNode {
  if (typeof value !== 'string') return <span class="json-plain">{String(value)}</span>;
  return (
    <span class="json-text">
      <CutText text={value} />
    </span>
  );
}
