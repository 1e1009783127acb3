import { useRef, useState } from 'preact/hooks';

/** The first and the last of the bins that are marked, both included. */
export type BinRange = readonly [first: number, last: number];

interface BinBrushOptions {
  readonly count: number;
  /** Which bin lies at a share, 0 to 1, of the chart's width. */
  binAt(share: number): number;
  /** While something is being marked; undefined where it was let go of. */
  mark(range: BinRange | undefined): void;
  /** When the pointer is lifted or Enter is pressed. */
  commit?(range: BinRange): void;
}

/** Handlers to put on a chart of bins, so that a range of them can be marked by pointer and by keyboard. */
export interface BinBrush {
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(event: PointerEvent): void;
  onPointerCancel(): void;
  onKeyDown(event: KeyboardEvent): void;
  /** In lower case, as SVG wants it. */
  readonly tabindex: 0;
}

/** Marks a range of bins: by dragging or pressing; by arrow keys, with Shift to widen, Enter to take it and Escape to let go. */
export function useBinBrush({ count, binAt, mark, commit }: BinBrushOptions): BinBrush {
  const start = useRef<number | undefined>(undefined);
  const last = useRef<BinRange | undefined>(undefined);
  const [keys, setKeys] = useState<readonly [anchor: number, head: number]>();
  const set = (range: BinRange | undefined): void => {
    last.current = range;
    mark(range);
  };
  const bin = (event: PointerEvent): number => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const share = box.width > 0 ? (event.clientX - box.left) / box.width : 0;
    return clamp(binAt(Math.min(1, Math.max(0, share))), count);
  };
  const release = (): void => {
    start.current = undefined;
  };
  return {
    tabindex: 0,
    onPointerDown(event) {
      if (event.button !== 0 || count === 0) return;
      start.current = bin(event);
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      set([start.current, start.current]);
    },
    onPointerMove(event) {
      if (start.current !== undefined) set(ordered(start.current, bin(event)));
    },
    onPointerUp() {
      if (start.current !== undefined && last.current !== undefined) commit?.(last.current);
      release();
    },
    onPointerCancel() {
      release();
      set(undefined);
    },
    onKeyDown(event) {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (event.key === 'Escape') {
        setKeys(undefined);
        set(undefined);
      } else if (event.key === 'Enter' && last.current !== undefined) commit?.(last.current);
      else if (step !== 0 && count > 0) {
        const head = clamp(keys === undefined ? (step === 1 ? 0 : count - 1) : keys[1] + step, count);
        const anchor = event.shiftKey && keys !== undefined ? keys[0] : head;
        setKeys([anchor, head]);
        set(ordered(anchor, head));
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

function ordered(one: number, other: number): BinRange {
  return [Math.min(one, other), Math.max(one, other)];
}

function clamp(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}
