import { type Histogram, type NodeIdentity, nodeKey, type Statistics } from '@radiograph/trace';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { oneLine } from '../../model/cut-text.js';
import {
  bothFilters,
  edgeFilter,
  membersFilter,
  nodeFilter,
  timeConditions,
} from '../../model/filter-text.js';
import type { Before, MapScene, SceneEdge, SceneNode } from '../../model/map-scene.js';
import { nodeTitle, typeText } from '../../model/node-kind.js';
import { FilterText } from '../../parts/filter-box/filter-text.js';
import { Icon } from '../../parts/icon.js';
import { kindIcon } from '../../parts/kind-icon.js';
import { SidePanel } from '../../parts/side-panel.js';
import { hrefTo, setOptions, view } from '../../view/address.js';
import { LatencyChart, type TimeBrush } from './latency-chart.js';
import { Calls } from './map-calls.js';
import { Facts } from './map-facts.js';
import { NodeAnalysis } from './node-analysis.js';
import { OutcomeRows } from './outcome-rows.js';
import './map-panel.css';

interface MapPanelProps {
  readonly scene: MapScene;
  readonly node: SceneNode | undefined;
  readonly edge: SceneEdge | undefined;
  select(key: string | undefined): void;
}

/** What is selected on the map in figures, with the way to its traces. */
export function MapPanel({ scene, node, edge, select }: MapPanelProps): VNode | null {
  const from = scene.nodes.find((candidate) => candidate.key === edge?.from);
  const to = scene.nodes.find((candidate) => candidate.key === edge?.to);
  if (edge && from && to) return <EdgePanel edge={edge} from={from} to={to} select={select} />;
  return node ? <NodePanel scene={scene} node={node} select={select} /> : null;
}

type Select = MapPanelProps['select'];

function NodePanel({
  scene,
  node,
  select,
}: {
  readonly scene: MapScene;
  readonly node: SceneNode;
  readonly select: Select;
}): VNode {
  const { identity, statistics, responseTimes, names } = node.node;
  const otherNames = names.filter((name) => name !== identity.name);
  return (
    <SidePanel label={nodeTitle(identity)} close={() => select(undefined)}>
      <div class="panel-head">
        <Icon name={kindIcon(identity.type)} />
        <div>
          <h2>{oneLine(nodeTitle(identity), 300)}</h2>
          <p class="muted">
            {typeText(identity)}
            {identity.accountId && ` · account ${oneLine(identity.accountId, 40)}`}
          </p>
          {otherNames.length > 0 && <p class="muted">also {oneLine(otherNames.join(', '), 300)}</p>}
        </div>
      </div>
      <FocusButton node={node} />
      <Measured
        statistics={statistics}
        count={node.count}
        rate={node.rate}
        times={responseTimes}
        before={node.before}
        filter={(conditions) => bothFilters(view.value.filter, filterOf(node, conditions))}
      />
      <Members members={node.members} />
      <Calls
        title="Called by"
        end="from"
        edges={scene.edges.filter((edge) => edge.to === node.key)}
        scene={scene}
        select={select}
      />
      <Calls
        title="Calls"
        end="to"
        edges={scene.edges.filter((edge) => edge.from === node.key)}
        scene={scene}
        select={select}
      />
    </SidePanel>
  );
}

/** Calls between nodes that were taken together have no expression of their own; traces that have both ends come nearest. */
function callFilter(from: SceneNode, to: SceneNode, conditions: readonly string[]): string {
  if (from.members.length === 0 && to.members.length === 0)
    return edgeFilter(from.node.identity, to.node.identity, conditions);
  return bothFilters(filterOf(from, []), filterOf(to, conditions));
}

function filterOf({ members, node }: SceneNode, conditions: readonly string[]): string {
  return members.length > 0 ? membersFilter(members, conditions) : nodeFilter(node.identity, conditions);
}

function FocusButton({ node }: { readonly node: SceneNode }): VNode {
  const isFocused = view.value.options.focus === node.key;
  return (
    <div class="panel-tools">
      <button
        type="button"
        class="button quiet"
        aria-pressed={isFocused}
        onClick={() => setOptions({ focus: isFocused ? '' : node.key })}
      >
        <Icon name="fit" />
        Only what is up- and downstream
      </button>
    </div>
  );
}

const MEMBERS_SHOWN = 50;

function Members({ members }: { readonly members: readonly NodeIdentity[] }): VNode | null {
  if (members.length === 0) return null;
  return (
    <section class="calls">
      <h3>{members.length} nodes taken together</h3>
      <ul>
        {members.slice(0, MEMBERS_SHOWN).map((member) => (
          <li key={nodeKey(member)} class="cut">
            {oneLine(member.name, 200)}
          </li>
        ))}
        {members.length > MEMBERS_SHOWN && <li class="muted">and {members.length - MEMBERS_SHOWN} more</li>}
      </ul>
    </section>
  );
}

interface EdgePanelProps {
  readonly edge: SceneEdge;
  readonly from: SceneNode;
  readonly to: SceneNode;
  readonly select: Select;
}

function EdgePanel({ edge, from, to, select }: EdgePanelProps): VNode {
  const [caller, callee] = [from.node.identity, to.node.identity];
  const aliases = edge.edge.aliases.map((alias) => alias.name).filter((name) => name !== callee.name);
  return (
    <SidePanel label={`${nodeTitle(caller)} to ${nodeTitle(callee)}`} close={() => select(undefined)}>
      <div class="panel-head">
        <Icon name="right" />
        <div>
          <h2>
            <button type="button" class="panel-name" onClick={() => select(from.key)}>
              {oneLine(nodeTitle(caller), 200)}
            </button>
            <span class="muted"> → </span>
            <button type="button" class="panel-name" onClick={() => select(to.key)}>
              {oneLine(nodeTitle(callee), 200)}
            </button>
          </h2>
          <p class="muted">{edge.edge.link ? 'linked traces' : 'calls, as the caller saw them'}</p>
          {aliases.length > 0 && <p class="muted">addressed as {oneLine(aliases.join(', '), 300)}</p>}
        </div>
      </div>
      <Measured
        statistics={edge.edge.statistics}
        count={edge.count}
        rate={edge.rate}
        times={edge.edge.responseTimes}
        filter={(conditions) => bothFilters(view.value.filter, callFilter(from, to, conditions))}
      />
    </SidePanel>
  );
}

interface MeasuredProps {
  readonly statistics: Statistics | undefined;
  readonly count: number;
  readonly rate: number;
  readonly times: Histogram;
  readonly before?: Before | undefined;
  filter(conditions: readonly string[]): string;
}

function Measured({ statistics, count, rate, times, before, filter }: MeasuredProps): VNode {
  const [brush, setBrush] = useState<TimeBrush>();
  const conditions = brush === undefined ? [] : timeConditions(brush.from, brush.to);
  const expression = filter(conditions);
  return (
    <>
      {statistics && (
        <Facts count={count} rate={rate} average={average(statistics, count)} times={times} before={before} />
      )}
      {times.length > 0 && <LatencyChart times={times} brush={brush} setBrush={setBrush} />}
      {statistics && (
        <OutcomeRows
          statistics={statistics}
          href={(outcome) => hrefTo({ page: 'traces' }, { filter: filter([outcome, ...conditions]) })}
        />
      )}
      <div class="panel-way">
        <a class="button primary" href={hrefTo({ page: 'traces' }, { filter: expression })}>
          View traces
        </a>
        <FilterText text={expression} />
      </div>
      <NodeAnalysis filter={expression} />
    </>
  );
}

function average(statistics: Statistics, count: number): number | undefined {
  return count > 0 ? statistics.totalResponseTime / count : undefined;
}
