import type { ComponentChildren, VNode } from 'preact';
import { oneLine } from '../model/cut-text.js';
import { Icon } from './icon.js';
import './side-panel.css';

interface SidePanelProps {
  readonly label: string;
  readonly children: ComponentChildren;
  close(): void;
}

/** Detail beside the page, below it on narrow screens. Escape within it closes it. */
export function SidePanel({ label, children, close }: SidePanelProps): VNode {
  return (
    <aside
      class="panel"
      aria-label={oneLine(label, 200)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <button
        type="button"
        class="button quiet square panel-close"
        aria-label="Close"
        title="Close (Esc)"
        onClick={close}
      >
        <Icon name="close" />
      </button>
      <div class="panel-body">{children}</div>
    </aside>
  );
}
