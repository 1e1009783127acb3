import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Calls `dismiss` on Escape, on a press outside of `place`, and when the focus leaves it, while `isOpen`. */
export function useDismiss(place: RefObject<HTMLElement | null>, isOpen: boolean, dismiss: () => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const onOutside = (event: Event): void => {
      if (event.target instanceof Node && place.current?.contains(event.target) === false) dismiss();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') dismiss();
    };
    document.addEventListener('pointerdown', onOutside);
    document.addEventListener('focusin', onOutside);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onOutside);
      document.removeEventListener('focusin', onOutside);
      document.removeEventListener('keydown', onKey);
    };
  }, [isOpen, dismiss, place]);
}
