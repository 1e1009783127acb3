import { oneLine } from '../../model/cut-text.js';
import { type DrawnBar, LANE_PX } from '../../model/flame-layout.js';
import { hueClass } from '../../model/service-hue.js';
import { statusLook } from '../../model/status.js';

/** What is drawn of a flame chart. */
export interface FlameDrawing {
  readonly drawn: readonly DrawnBar[];
  readonly width: number;
  readonly height: number;
  readonly selected: string | undefined;
  readonly found: ReadonlySet<string> | undefined;
  /** The service of each bar, whose colour it has. */
  readonly services: ReadonlyMap<string, string>;
}

const GAP = 2;
const LEAST_TEXT_PX = 28;
const CHARACTER_PX = 6;
const MARK_PX = 12;
const FADED = 0.3;

type Paint = (className: string) => string;

/** Draws the bars that are seen, in the colours of the present theme. */
export function drawFlame(canvas: HTMLCanvasElement | null, drawing: FlameDrawing): void {
  const context = canvas?.getContext('2d');
  const { width, height } = drawing;
  if (!canvas || !context || width === 0 || height === 0) return;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  context.scale(ratio, ratio);
  const { fontFamily, color } = getComputedStyle(canvas);
  context.font = `12px ${fontFamily}`;
  context.textBaseline = 'middle';
  const paint = painter(canvas);
  for (const one of drawing.drawn) drawBar(context, one, drawing, paint, color);
}

function drawBar(
  context: CanvasRenderingContext2D,
  { bar, x, y, width }: DrawnBar,
  { selected, found, services }: FlameDrawing,
  paint: Paint,
  ink: string,
): void {
  context.globalAlpha = found === undefined || found.has(bar.id) ? 1 : FADED;
  context.fillStyle = paint(hueClass(services.get(bar.id) ?? bar.name));
  context.fillRect(x, y, Math.max(1, width - 1), LANE_PX - GAP);
  const failed = bar.outcome !== 'ok';
  if (failed) {
    context.fillStyle = paint(statusLook(bar.outcome).className);
    context.fillRect(x, y + LANE_PX - GAP - 3, Math.max(1, width - 1), 3);
  }
  if (width >= LEAST_TEXT_PX) {
    const mark = failed ? `${statusLook(bar.outcome).mark} ` : '';
    const room = Math.floor((width - 8 - (failed ? MARK_PX : 0)) / CHARACTER_PX);
    context.fillStyle = ink;
    if (room > 1) context.fillText(mark + oneLine(bar.name, room), x + 4, y + (LANE_PX - GAP) / 2 + 0.5);
  }
  context.globalAlpha = 1;
  if (bar.id !== selected) return;
  context.strokeStyle = paint('flame-accent');
  context.lineWidth = 2;
  context.strokeRect(x + 1, y + 1, Math.max(2, width - 3), LANE_PX - GAP - 2);
}

/** A canvas does not understand the tokens; the stylesheet resolves them on an element of the class. */
function painter(canvas: HTMLCanvasElement): Paint {
  const colours = new Map<string, string>();
  const probe = document.createElement('span');
  canvas.after(probe);
  const paint: Paint = (className) => {
    const known = colours.get(className);
    if (known !== undefined) return known;
    probe.className = `flame-probe ${className}`;
    const colour = getComputedStyle(probe).backgroundColor;
    colours.set(className, colour);
    return colour;
  };
  for (let hue = 0; hue < 12; hue++) paint(`hue-${hue}`);
  for (const name of ['is-error', 'is-throttle', 'is-fault', 'flame-accent']) paint(name);
  probe.remove();
  return (className) => colours.get(className) ?? 'transparent';
}
