import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { labelLook } from '../../model/map-camera.js';
import type { MapLayout, Point } from '../../model/map-layout.js';
import { type Direction, neighbour } from '../../model/map-neighbour.js';
import { type MapScene, relatedKeys, type SceneNode } from '../../model/map-scene.js';
import { nodeTitle } from '../../model/node-kind.js';
import { OUTCOMES } from '../../model/status.js';
import { Icon } from '../../parts/icon.js';
import { StatusMark } from '../../parts/status-mark.js';
import { MapEdge } from './map-edge.js';
import { MapNode } from './map-node.js';
import { type CameraControl, useCamera } from './use-camera.js';

interface MapCanvasProps {
  readonly scene: MapScene;
  readonly layout: MapLayout;
  readonly selected: string | undefined;
  /** Keys of what the search found; undefined while nothing is searched for. */
  readonly found?: readonly string[] | undefined;
  select(key: string | undefined): void;
}

/** The ring's centre lies above the centre of the node's box, whose lower part holds the labels. */
const RING_LIFT = 25;

const KEYS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The map as a drawing that can be moved, zoomed and walked with the arrow keys. */
export function MapCanvas({ scene, layout, selected, found, select }: MapCanvasProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  const control = useCamera(place, layout);
  useReveal(selected, layout, control);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (handleKey(event, layout, control, select)) event.preventDefault();
  };
  return (
    <div
      class={`map-canvas ${control.isDragged ? 'is-dragged' : ''}`}
      ref={place}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        const isBeside =
          event.target instanceof Element && event.target.closest('[data-key], button') === null;
        if (isBeside && !control.isDragged) select(undefined);
      }}
    >
      <Drawing
        scene={scene}
        layout={layout}
        selected={selected}
        found={found}
        select={select}
        control={control}
      />
      <Legend />
      <Controls control={control} />
    </div>
  );
}

/** Brings what becomes selected into view: it may have been chosen from the search, the table or an address. */
function useReveal(selected: string | undefined, layout: MapLayout, control: CameraControl): void {
  const { reveal } = control;
  useEffect(() => {
    const at = selected === undefined ? undefined : layout.places[selected];
    if (at !== undefined) reveal(lifted(at));
  }, [selected, layout, reveal]);
}

interface DrawingProps extends MapCanvasProps {
  readonly control: CameraControl;
}

function Drawing(props: DrawingProps): VNode {
  const { scene, layout, selected, found, select, control } = props;
  const [focused, setFocused] = useState<string>();
  const { scale, withFigures } = labelLook(control.camera.zoom);
  // Moving the camera changes only the transform around this, so that a map of hundreds of nodes moves as smoothly as one of ten.
  const content = useMemo(
    () => (
      <Content
        scene={scene}
        layout={layout}
        selected={selected}
        found={found}
        select={select}
        focused={focused}
        focus={(key, at) => {
          setFocused(key);
          control.reveal(at);
        }}
      />
    ),
    [scene, layout, selected, found, select, focused, control.reveal],
  );
  const { camera } = control;
  return (
    <svg
      class="map-drawing"
      role="group"
      aria-label="Service map. Arrow keys walk from node to node, Enter opens one."
    >
      <g
        class={withFigures ? '' : 'is-far'}
        style={{ '--label': scale }}
        transform={`translate(${camera.x},${camera.y}) scale(${camera.zoom})`}
      >
        {content}
      </g>
    </svg>
  );
}

interface ContentProps extends MapCanvasProps {
  readonly focused: string | undefined;
  focus(key: string, at: Point): void;
}

function Content({ scene, layout, selected, found, select, focused, focus }: ContentProps): VNode {
  const clear = useMemo(() => clearKeys(scene, selected, found), [scene, selected, found]);
  const isFaded = (key: string): boolean => clear !== undefined && !clear.has(key);
  const placed = useMemo(() => new Map(scene.nodes.map((node) => [node.key, node])), [scene]);
  const entry = placed.has(focused ?? '') ? focused : (selected ?? scene.nodes[0]?.key);
  return (
    <>
      {scene.edges.map((edge) => {
        const from = ringOf(placed.get(edge.from), layout);
        const to = ringOf(placed.get(edge.to), layout);
        if (from === undefined || to === undefined) return null;
        return (
          <MapEdge
            key={edge.key}
            edge={edge}
            from={from}
            to={to}
            bends={(layout.bends[edge.key] ?? []).map(lifted)}
            names={[titleOf(placed.get(edge.from)), titleOf(placed.get(edge.to))]}
            isSelected={selected === edge.key}
            isFaded={isFaded(edge.key)}
            select={select}
          />
        );
      })}
      {scene.nodes.map((node) => {
        const at = layout.places[node.key];
        if (at === undefined) return null;
        return (
          <MapNode
            key={node.key}
            node={node}
            at={lifted(at)}
            isSelected={selected === node.key}
            isFaded={isFaded(node.key)}
            canFocus={entry === node.key}
            select={select}
            focus={(key) => focus(key, lifted(at))}
          />
        );
      })}
    </>
  );
}

/** What stays clear while the rest fades: what was found, or else what lies up- and downstream of the selection. */
function clearKeys(
  scene: MapScene,
  selected: string | undefined,
  found: readonly string[] | undefined,
): ReadonlySet<string> | undefined {
  if (found !== undefined) return new Set(found);
  const related = selected === undefined ? undefined : relatedKeys(scene, selected);
  return related !== undefined && related.size > 1 ? related : undefined;
}

function Legend(): VNode {
  return (
    <ul class="map-legend" aria-label="What the ring shows">
      {OUTCOMES.map((outcome) => (
        <li key={outcome}>
          <StatusMark status={outcome} withWord />
        </li>
      ))}
    </ul>
  );
}

function Controls({ control }: { readonly control: CameraControl }): VNode {
  return (
    <div class="map-controls">
      <button
        type="button"
        class="button square"
        title="Zoom in (+)"
        aria-label="Zoom in"
        onClick={() => control.zoom(1.25)}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        class="button square"
        title="Zoom out (−)"
        aria-label="Zoom out"
        onClick={() => control.zoom(0.8)}
      >
        <Icon name="minus" />
      </button>
      <button
        type="button"
        class="button square"
        title="Show all (0)"
        aria-label="Show all"
        onClick={control.fit}
      >
        <Icon name="fit" />
      </button>
    </div>
  );
}

function handleKey(
  event: KeyboardEvent,
  layout: MapLayout,
  control: CameraControl,
  select: (key: string | undefined) => void,
): boolean {
  const here = event.target instanceof SVGElement ? event.target.dataset['key'] : undefined;
  const direction = KEYS[event.key];
  if (here !== undefined && direction !== undefined)
    return focusNode(event, neighbour(layout.places, here, direction));
  if (here !== undefined && (event.key === 'Enter' || event.key === ' ')) select(here);
  else if (event.key === 'Escape') select(undefined);
  else if (event.key === '+' || event.key === '=') control.zoom(1.25);
  else if (event.key === '-') control.zoom(0.8);
  else if (event.key === '0') control.fit();
  else return false;
  return true;
}

function focusNode(event: KeyboardEvent, key: string | undefined): boolean {
  if (key === undefined || !(event.currentTarget instanceof HTMLElement)) return true;
  const nodes = event.currentTarget.querySelectorAll<SVGElement>('.map-node-button');
  [...nodes].find((node) => node.dataset['key'] === key)?.focus();
  return true;
}

function ringOf(
  node: SceneNode | undefined,
  layout: MapLayout,
): (Point & { readonly radius: number }) | undefined {
  const at = node === undefined ? undefined : layout.places[node.key];
  return node && at && { ...lifted(at), radius: node.radius };
}

function lifted(point: Point): Point {
  return { x: point.x, y: point.y - RING_LIFT };
}

function titleOf(node: SceneNode | undefined): string {
  return node === undefined ? '' : nodeTitle(node.node.identity);
}
