import type { VNode } from 'preact';
import './tabs.css';

/** One tab: its key in the address, its words and, where it makes sense, how much is behind it. */
export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly count?: number;
}

interface TabsProps {
  readonly tabs: readonly Tab[];
  readonly open: string;
  readonly label: string;
  choose(key: string): void;
}

/** A row of tabs, walked with the arrow keys. The panel they open has the id `tab-panel`. */
export function Tabs({ tabs, open, label, choose }: TabsProps): VNode {
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || !(event.currentTarget instanceof HTMLElement)) return;
    const at = tabs.findIndex((tab) => tab.key === open);
    const next = (at + step + tabs.length) % tabs.length;
    choose(tabs[next]?.key ?? open);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          class="tab"
          role="tab"
          aria-selected={tab.key === open}
          aria-controls="tab-panel"
          tabIndex={tab.key === open ? 0 : -1}
          onClick={() => choose(tab.key)}
        >
          {tab.label}
          {tab.count !== undefined && tab.count > 0 && <span class="tab-count">{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
