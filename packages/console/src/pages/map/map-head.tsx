import type { VNode } from 'preact';
import { oneLine } from '../../model/cut-text.js';
import { readGrouping } from '../../model/map-group.js';
import type { MapScene } from '../../model/map-scene.js';
import { shortTitle } from '../../model/node-kind.js';
import { countText } from '../../model/quantity.js';
import { Icon } from '../../parts/icon.js';
import { setOptions, show, view } from '../../view/address.js';

interface MapHeadProps {
  /** What is shown, and all that there is. */
  readonly scene: MapScene;
  readonly whole: MapScene;
  readonly found: readonly string[] | undefined;
}

/** How much is on the map, and the ways to look at it: search, grouping, the period before, a table. */
export function MapHead({ scene, whole, found }: MapHeadProps): VNode {
  const { options } = view.value;
  const isTable = options.as === 'table';
  const focus = whole.nodes.find((node) => node.key === options.focus);
  return (
    <div class="page-head map-head">
      <p class="muted cut" role="status">
        <Amounts scene={scene} />
      </p>
      {focus && (
        <button type="button" class="button" onClick={() => setOptions({ focus: '' })}>
          Only around {oneLine(shortTitle(focus.node.identity), 40)}
          <Icon name="close" />
        </button>
      )}
      <div class="page-tools">
        <FindNode found={found} />
        <GroupChoice />
        <button
          type="button"
          class="button quiet"
          aria-pressed={options.before === 'on'}
          title="Compare with the period before this one"
          onClick={() => setOptions({ before: options.before === 'on' ? '' : 'on' })}
        >
          <Icon name="compare" />
          Before
        </button>
        <button type="button" class="button quiet" onClick={() => setOptions({ as: isTable ? '' : 'table' })}>
          <Icon name={isTable ? 'map' : 'table'} />
          {isTable ? 'Map' : 'Table'}
        </button>
      </div>
    </div>
  );
}

function Amounts({ scene }: { readonly scene: MapScene }): VNode {
  const nodes = scene.nodes.filter((node) => node.node.identity.type !== 'client').length;
  const requests = scene.nodes.filter((node) => node.node.root).reduce((sum, node) => sum + node.count, 0);
  return (
    <>
      {nodes} {nodes === 1 ? 'node' : 'nodes'} · {countText(requests)}{' '}
      {requests === 1 ? 'request' : 'requests'} entered
    </>
  );
}

/** The search: what does not match fades; Enter selects one match after the other. */
function FindNode({ found }: { readonly found: readonly string[] | undefined }): VNode {
  const { options, selected } = view.value;
  const next = (): void => {
    if (found === undefined || found.length === 0) return;
    const key = found[(found.indexOf(selected ?? '') + 1) % found.length];
    show({ selected: key, tab: undefined }, 'replace');
  };
  return (
    <search class="map-find">
      <Icon name="search" />
      <input
        type="search"
        aria-label="Find a node"
        placeholder="Find a node"
        spellcheck={false}
        autocomplete="off"
        value={options.find ?? ''}
        onInput={(event) => setOptions({ find: event.currentTarget.value }, 'replace')}
        onKeyDown={(event) => {
          if (event.key === 'Enter') next();
          else if (event.key === 'Escape') setOptions({ find: '' }, 'replace');
          else return;
          event.preventDefault();
        }}
      />
      {found !== undefined && (
        <span class="muted" role="status">
          {found.length === 0 ? 'none' : countText(found.length)}
        </span>
      )}
    </search>
  );
}

function GroupChoice(): VNode {
  return (
    <label class="map-group">
      <span class="muted">Group</span>
      <select
        value={readGrouping(view.value.options.group) ?? ''}
        onChange={(event) =>
          show({
            selected: undefined,
            options: { ...view.peek().options, focus: '', group: event.currentTarget.value },
          })
        }
      >
        <option value="">nothing</option>
        <option value="type">by type</option>
        <option value="account">by account</option>
      </select>
    </label>
  );
}
