import type { VNode } from 'preact';
import { oneLine } from '../../model/cut-text.js';
import { percentile } from '../../model/histogram.js';
import type { MapScene, SceneNode } from '../../model/map-scene.js';
import { shortTitle, typeText } from '../../model/node-kind.js';
import { countText } from '../../model/quantity.js';
import { OUTCOMES, statusLook, worstOutcome } from '../../model/status.js';
import { Icon } from '../../parts/icon.js';
import { kindIcon } from '../../parts/kind-icon.js';
import { Duration, Rate } from '../../parts/quantity.js';
import { StatusMark } from '../../parts/status-mark.js';

interface MapTableProps {
  readonly scene: MapScene;
  readonly selected: string | undefined;
  select(key: string): void;
}

/** The map as a table: every node with its figures and what it calls. */
export function MapTable({ scene, selected, select }: MapTableProps): VNode {
  const nodes = [...scene.nodes].sort((one, other) => other.count - one.count);
  return (
    <section class="map-table" aria-label="Service map as a table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Type</th>
            <th scope="col" class="number">
              Requests
            </th>
            <th scope="col" class="number">
              Rate
            </th>
            <th scope="col" class="number">
              Average
            </th>
            <th scope="col" class="number">
              p95
            </th>
            {OUTCOMES.slice(1).map((outcome) => (
              <th key={outcome} scope="col" class="number">
                {statusLook(outcome).word}
              </th>
            ))}
            <th scope="col">Calls</th>
          </tr>
        </thead>
        <tbody>
          {nodes.map((node) => (
            <NodeRow
              key={node.key}
              node={node}
              scene={scene}
              isSelected={node.key === selected}
              select={select}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface NodeRowProps {
  readonly node: SceneNode;
  readonly scene: MapScene;
  readonly isSelected: boolean;
  select(key: string): void;
}

function NodeRow({ node, scene, isSelected, select }: NodeRowProps): VNode {
  const { identity, statistics, responseTimes } = node.node;
  return (
    <tr class={isSelected ? 'is-selected' : ''}>
      <th scope="row">
        <button
          type="button"
          class="map-table-name"
          aria-pressed={isSelected}
          onClick={() => select(node.key)}
        >
          <StatusMark status={worstOutcome(node.shares)} />
          <Icon name={kindIcon(identity.type)} />
          {oneLine(shortTitle(identity), 60)}
        </button>
      </th>
      <td class="muted">{oneLine(typeText(identity), 60)}</td>
      <td class="number">{statistics ? countText(node.count) : ''}</td>
      <td class="number">{statistics && <Rate perMinute={node.rate} />}</td>
      <td class="number">{statistics && <Duration seconds={node.average} />}</td>
      <td class="number">{statistics && <Duration seconds={percentile(responseTimes, 0.95)} />}</td>
      {OUTCOMES.slice(1).map((outcome) => (
        <td
          key={outcome}
          class={`number ${statistics && statistics[outcome] > 0 ? `map-table-bad is-${outcome}` : 'muted'}`}
        >
          {statistics ? countText(statistics[outcome]) : ''}
        </td>
      ))}
      <td>
        <Callees node={node} scene={scene} select={select} />
      </td>
    </tr>
  );
}

function Callees({ node, scene, select }: Omit<NodeRowProps, 'isSelected'>): VNode {
  const names = new Map(scene.nodes.map((candidate) => [candidate.key, shortTitle(candidate.node.identity)]));
  return (
    <span class="map-table-calls">
      {scene.edges
        .filter((edge) => edge.from === node.key)
        .map((edge) => (
          <button key={edge.key} type="button" class="map-table-call" onClick={() => select(edge.key)}>
            {oneLine(names.get(edge.to) ?? '', 60)}
          </button>
        ))}
    </span>
  );
}
