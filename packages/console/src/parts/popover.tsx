import type { ComponentChildren, VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.js';
import { useDismiss } from './use-dismiss.js';
import './popover.css';

interface PopoverProps {
  readonly label: string;
  readonly icon: IconName;
  readonly title?: string;
  children(close: () => void): ComponentChildren;
}

/** A button that opens a small panel below it. Escape, a press elsewhere and leaving it by keyboard close it. */
export function Popover({ label, icon, title, children }: PopoverProps): VNode {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    if (place.current?.contains(document.activeElement)) button.current?.focus();
  };
  useDismiss(place, isOpen, close);
  return (
    <div class="popover" ref={place}>
      <button
        ref={button}
        type="button"
        class="button quiet"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={title}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={icon} />
        {label}
      </button>
      {isOpen && (
        <div class="popover-panel" role="dialog" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
