import type { VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
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
  select(key: string | undefined): void;
}

/** The ring's centre lies above the centre of the node's box, whose lower part holds the labels. */
const RING_LIFT = 19;

const KEYS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The map as a drawing that can be moved, zoomed and walked with the arrow keys. */
export function MapCanvas({ scene, layout, selected, select }: MapCanvasProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  const control = useCamera(place, layout);
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
      <Drawing scene={scene} layout={layout} selected={selected} select={select} control={control} />
      <Legend />
      <Controls control={control} />
    </div>
  );
}

interface DrawingProps extends MapCanvasProps {
  readonly control: CameraControl;
}

function Drawing({ scene, layout, selected, select, control }: DrawingProps): VNode {
  const [focused, setFocused] = useState<string>();
  const related = useMemo(
    () => (selected === undefined ? undefined : relatedKeys(scene, selected)),
    [scene, selected],
  );
  const isFaded = (key: string): boolean => related !== undefined && related.size > 1 && !related.has(key);
  const placed = new Map(scene.nodes.map((node) => [node.key, node]));
  const entry = placed.has(focused ?? '') ? focused : (selected ?? scene.nodes[0]?.key);
  const { camera } = control;
  const labels = labelLook(camera.zoom);
  return (
    <svg
      class="map-drawing"
      role="group"
      aria-label="Service map. Arrow keys walk from node to node, Enter opens one."
    >
      <g transform={`translate(${camera.x},${camera.y}) scale(${camera.zoom})`}>
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
              labels={labels}
              select={select}
              focus={(key) => {
                setFocused(key);
                control.reveal(lifted(at));
              }}
            />
          );
        })}
      </g>
    </svg>
  );
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
  const nodes = event.currentTarget.querySelectorAll<SVGElement>('.map-node');
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
