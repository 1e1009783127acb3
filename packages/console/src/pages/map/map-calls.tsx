import type { VNode } from 'preact';
import { oneLine } from '../../model/cut-text.js';
import type { MapScene, SceneEdge } from '../../model/map-scene.js';
import { shortTitle } from '../../model/node-kind.js';
import { worstOutcome } from '../../model/status.js';
import { Duration, Rate } from '../../parts/quantity.js';
import { StatusMark } from '../../parts/status-mark.js';

interface CallsProps {
  readonly title: string;
  /** Which end of the edges is named. */
  readonly end: 'from' | 'to';
  readonly edges: readonly SceneEdge[];
  readonly scene: MapScene;
  select(key: string): void;
}

/** The edges of a node as rows; each selects its edge. */
export function Calls({ title, end, edges, scene, select }: CallsProps): VNode | null {
  if (edges.length === 0) return null;
  const names = new Map(scene.nodes.map((node) => [node.key, shortTitle(node.node.identity)]));
  return (
    <section class="calls">
      <h3>{title}</h3>
      <ul>
        {[...edges]
          .sort((one, other) => other.count - one.count)
          .map((edge) => (
            <li key={edge.key}>
              <button type="button" class="call" onClick={() => select(edge.key)}>
                <StatusMark status={worstOutcome(edge.shares)} />
                <span class="cut">{oneLine(names.get(edge[end]) ?? '', 200)}</span>
                <Rate perMinute={edge.rate} />
                <Duration seconds={edge.average} />
              </button>
            </li>
          ))}
      </ul>
    </section>
  );
}
