import { toW3cTraceId } from '@radiograph/protocol';
import { compiledDocument, type Trace } from '@radiograph/trace';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { copyText } from '../../parts/clipboard.js';
import { Icon } from '../../parts/icon.js';
import { Popover } from '../../parts/popover.js';

interface CopyMenuProps {
  readonly trace: Trace;
  /** The expression that finds traces of the same request. */
  readonly filter: string;
}

/** Copies what people send each other of a trace. */
export function CopyMenu({ trace, filter }: CopyMenuProps): VNode {
  return (
    <Popover label="Copy" icon="copy">
      {() => <CopyItems trace={trace} filter={filter} />}
    </Popover>
  );
}

function CopyItems({ trace, filter }: CopyMenuProps): VNode {
  const [copied, setCopied] = useState<string>();
  const items: readonly (readonly [label: string, text: () => string])[] = [
    ['Link to this view', () => window.location.href],
    ['Trace id', () => trace.id],
    ['Trace id in W3C form', () => toW3cTraceId(trace.id)],
    ['Documents as JSON', () => documentsOf(trace)],
    ['Expression for traces like this', () => filter],
  ];
  return (
    <ul>
      {items.map(([label, text]) => (
        <li key={label}>
          <button
            type="button"
            class="popover-item"
            onClick={async () => setCopied((await copyText(text())) ? label : undefined)}
          >
            <Icon name={copied === label ? 'check' : 'copy'} />
            {label}
            {copied === label && <span class="muted">copied</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

function documentsOf(trace: Trace): string {
  const received = trace.segments.filter((segment) => !segment.inferred);
  return JSON.stringify([...received, ...trace.orphans].map(compiledDocument), null, 2);
}
