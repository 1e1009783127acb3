import type { VNode } from 'preact';
import { oneLine } from '../../model/cut-text.js';
import type { Point } from '../../model/map-layout.js';
import type { SceneNode } from '../../model/map-scene.js';
import { nodeTitle, shortTitle, typeText } from '../../model/node-kind.js';
import { changeText, durationText, shareText } from '../../model/quantity.js';
import { ringArcs } from '../../model/ring-arcs.js';
import { statusLook } from '../../model/status.js';
import { iconPath } from '../../parts/icon.js';
import { kindIcon } from '../../parts/kind-icon.js';

interface MapNodeProps {
  readonly node: SceneNode;
  readonly at: Point;
  readonly isSelected: boolean;
  readonly isFaded: boolean;
  readonly canFocus: boolean;
  select(key: string): void;
  focus(key: string): void;
}

const NAME_LENGTH = 19;

/** A node of the map: a ring of outcomes around its icon, name and figures below. */
export function MapNode({ node, at, isSelected, isFaded, canFocus, select, focus }: MapNodeProps): VNode {
  const { identity } = node.node;
  return (
    <g
      class={`map-node ${isSelected ? 'is-selected' : ''} ${isFaded ? 'is-faded' : ''}`}
      transform={`translate(${at.x},${at.y})`}
      data-key={node.key}
      onClick={() => select(node.key)}
    >
      <title>{`${oneLine(nodeTitle(identity), 400)}\n${oneLine(typeText(identity), 100)}`}</title>
      <g
        class="map-node-button"
        role="button"
        tabindex={canFocus ? 0 : -1}
        aria-pressed={isSelected}
        aria-label={nodeLabel(node)}
        data-key={node.key}
        onFocus={() => focus(node.key)}
      >
        <circle class="map-node-halo" r={node.radius + 6} />
        <Ring node={node} />
        <path
          class="map-node-icon"
          d={iconPath(kindIcon(identity.type))}
          transform={iconTransform(node.radius)}
        />
      </g>
      <Labels node={node} />
    </g>
  );
}

/** Their size on the map and whether figures are seen follow the zoom by the stylesheet, so that zooming draws nothing anew. */
function Labels({ node }: Pick<MapNodeProps, 'node'>): VNode {
  return (
    <g transform={`translate(0,${node.radius + 4})`}>
      <g class="map-label">
        <text class="map-node-name" y={14}>
          {oneLine(shortTitle(node.node.identity), NAME_LENGTH)}
        </text>
        {node.average !== undefined && (
          <text class="map-node-figures" y={29}>
            {durationText(node.average)} · {node.traffic}
          </text>
        )}
        {node.p95 !== undefined && (
          <text class="map-node-figures" y={43}>
            {node.before === undefined ? `p95 ${durationText(node.p95)}` : beforeWords(node)}
          </text>
        )}
      </g>
    </g>
  );
}

/** How latency and traffic changed since the period before. */
function beforeWords({ average, rate, before }: SceneNode): string {
  const parts = [changeText(average, before?.average), changeText(rate, before?.rate)];
  return parts.some((part) => part !== '') ? parts.map((part) => part || '=').join(' · ') : 'as before';
}

function Ring({ node }: { readonly node: SceneNode }): VNode {
  return (
    <g class="map-node-ring">
      <circle r={node.radius} />
      {ringArcs(node.shares, node.radius).map((arc) => (
        <path key={arc.outcome} class={statusLook(arc.outcome).className} d={arc.path} />
      ))}
    </g>
  );
}

function iconTransform(radius: number): string {
  const scale = radius / 21;
  return `scale(${scale}) translate(-10,-10)`;
}

function nodeLabel(node: SceneNode): string {
  const { identity } = node.node;
  const name = `${oneLine(nodeTitle(identity), 200)}, ${oneLine(typeText(identity), 100)}`;
  if (node.average === undefined) return name;
  const shares = node.shares
    .map((part) => `${shareText(part.share)} ${statusLook(part.outcome).word}`)
    .join(', ');
  return `${name}, ${node.traffic}, average ${durationText(node.average)}${node.p95 === undefined ? '' : `, p95 ${durationText(node.p95)}`}, ${shares}`;
}
