import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { draggedSpan, shareOf, type TimeSpan } from '../../model/time-axis.js';
import type { TraceRow } from '../../model/trace-view.js';
import { useSize } from '../../parts/use-size.js';
import { theme } from '../../view/theme.js';

interface MinimapProps {
  readonly rows: readonly TraceRow[];
  readonly span: TimeSpan;
  readonly shown: TimeSpan;
  zoom(span: TimeSpan | undefined): void;
}

const HEIGHT_PX = 36;
const CLICK_PX = 3;

/** The whole trace in small. A drag zooms the timeline to that stretch; a click shows everything again. */
export function Minimap({ rows, span, shown, zoom }: MinimapProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const start = useRef<number | undefined>(undefined);
  const { width } = useSize(place);
  const chosen = theme.value;
  // The theme changes the colours that drawing reads from the stylesheet.
  useEffect(() => draw(canvas.current, rows, span, width), [rows, span, width, chosen]);
  const shareAt = (event: PointerEvent): number => {
    const box = place.current?.getBoundingClientRect();
    return box === undefined || box.width === 0 ? 0 : (event.clientX - box.left) / box.width;
  };
  const left = shareOf(span, shown.from) * 100;
  const right = shareOf(span, shown.to) * 100;
  return (
    <div class="minimap">
      <p class="minimap-side muted">
        {rows.length} {rows.length === 1 ? 'row' : 'rows'}
      </p>
      <div
        class="minimap-field"
        aria-hidden="true"
        ref={place}
        title="Drag to zoom, click to see everything"
        onPointerDown={(event) => {
          start.current = shareAt(event);
          place.current?.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const from = start.current;
          if (from === undefined || Math.abs(shareAt(event) - from) * width < CLICK_PX) return;
          zoom(draggedSpan(span, from, shareAt(event), (span.to - span.from) / 1_000));
        }}
        onPointerUp={(event) => {
          const from = start.current;
          start.current = undefined;
          if (from !== undefined && Math.abs(shareAt(event) - from) * width < CLICK_PX) zoom(undefined);
        }}
      >
        <canvas ref={canvas} />
        <div class="minimap-shade" style={{ left: '0', width: `${left}%` }} />
        <div class="minimap-shade" style={{ left: `${right}%`, width: `${100 - right}%` }} />
      </div>
    </div>
  );
}

function draw(
  canvas: HTMLCanvasElement | null,
  rows: readonly TraceRow[],
  span: TimeSpan,
  width: number,
): void {
  const context = canvas?.getContext('2d');
  if (!canvas || !context || width === 0) return;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = HEIGHT_PX * ratio;
  context.scale(ratio, ratio);
  const style = getComputedStyle(canvas);
  // A canvas does not understand the tokens; the stylesheet resolves two of them into these properties.
  const colours = { plain: style.color, failed: style.outlineColor };
  const step = Math.min(4, (HEIGHT_PX - 4) / Math.max(1, rows.length));
  for (const [index, row] of rows.entries()) {
    const from = shareOf(span, row.offset) * width;
    const to = shareOf(span, row.offset + (row.duration ?? span.to - row.offset)) * width;
    context.fillStyle = row.fault ? colours.failed : colours.plain;
    context.fillRect(from, 2 + index * step, Math.max(1, to - from), Math.max(0.5, step - 1));
  }
}
