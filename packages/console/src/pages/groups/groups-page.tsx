import { renderDiagnostic } from '@radiograph/filter';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { createGroup, deleteGroup, fetchGroups, type TraceGroup, updateGroup } from '../../api/groups.js';
import { oneLine } from '../../model/cut-text.js';
import { filterDiagnostics } from '../../model/filter-check.js';
import { groupFilter } from '../../model/filter-text.js';
import { Failure } from '../../parts/failure.js';
import { FilterText } from '../../parts/filter-box/filter-text.js';
import { Icon } from '../../parts/icon.js';
import { SidePanel } from '../../parts/side-panel.js';
import { SkeletonRows } from '../../parts/skeleton.js';
import { useAction } from '../../parts/use-action.js';
import { hrefTo, show, view } from '../../view/address.js';
import { useResource } from '../../view/use-resource.js';
import { noteGroups } from '../../view/vocabulary.js';
import '../../parts/page-head.css';
import './groups.css';

/** The selection that stands for a group that is being made; no group can be called that. */
const NEW = '+new';

/** The groups: filter expressions under a name, to look at traces and the map by. */
export function GroupsPage(): VNode {
  const held = useResource('groups', async (signal) => {
    const groups = await fetchGroups(signal);
    noteGroups(groups.map(({ name }) => name));
    return groups;
  });
  const { data, error } = held.state.value;
  const { selected } = view.value;
  if (data === undefined)
    return error ? (
      <Failure error={error} retry={held.refresh} />
    ) : (
      <SkeletonRows words="Fetching the groups…" />
    );
  const group = data.find(({ name }) => name === selected && name !== 'Default');
  const done = (): void => {
    show({ selected: undefined }, 'replace');
    held.refresh();
  };
  return (
    <div class="page">
      <section class="page-main" aria-label="Groups">
        <div class="page-head">
          <h1>Groups</h1>
          <p class="muted">filter expressions under a name</p>
          <div class="page-tools">
            <button type="button" class="button" onClick={() => show({ selected: NEW })}>
              <Icon name="plus" />
              New group
            </button>
          </div>
        </div>
        <div class="groups-scroll">
          <GroupTable groups={data} />
          {data.length < 2 && (
            <p class="groups-hint muted">
              A group is a filter that you use again: the checkouts, one customer, what you run. In any filter
              write <code class="mono">group.name = "checkouts"</code>; X-Ray's own tools see it too.
            </p>
          )}
        </div>
      </section>
      {(group !== undefined || selected === NEW) && (
        <GroupForm key={selected} group={group} done={done} close={() => show({ selected: undefined })} />
      )}
    </div>
  );
}

function GroupTable({ groups }: { readonly groups: readonly TraceGroup[] }): VNode {
  return (
    <table class="groups-table">
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col">Expression</th>
          <th scope="col">Look at</th>
          <th scope="col">
            <span class="for-readers">Change</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ name, filter }) => (
          <tr key={name}>
            <th scope="row">{oneLine(name, 60)}</th>
            <td>{filter === '' ? <span class="muted">all traces</span> : <FilterText text={filter} />}</td>
            <td class="groups-links">
              <a href={hrefTo({ page: 'traces' }, { filter: linkFilter(name) })}>traces</a>
              <a href={hrefTo({ page: 'map' }, { filter: linkFilter(name) })}>map</a>
              <a href={hrefTo({ page: 'exceptions' }, { filter: linkFilter(name) })}>exceptions</a>
            </td>
            <td class="number">
              {name !== 'Default' && (
                <button
                  type="button"
                  class="button quiet"
                  aria-label={`Change ${name}`}
                  onClick={() => show({ selected: name })}
                >
                  Change
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function linkFilter(name: string): string {
  return name === 'Default' ? '' : groupFilter(name);
}

interface GroupFormProps {
  readonly group: TraceGroup | undefined;
  done(): void;
  close(): void;
}

function GroupForm({ group, done, close }: GroupFormProps): VNode {
  const [name, setName] = useState(group?.name ?? '');
  const [filter, setFilter] = useState(group?.filter ?? view.peek().filter);
  const { isBusy, problem, act } = useAction(done);
  const wrong = filterProblem(filter);
  const title = group === undefined ? 'New group' : `Group ${group.name}`;
  const save = (): Promise<void> => {
    const wanted = { name: name.trim(), filter: filter.trim() };
    return group === undefined ? createGroup(wanted) : updateGroup(wanted);
  };
  return (
    <SidePanel label={title} close={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong === undefined) act(save);
        }}
      >
        <h2>{oneLine(title, 80)}</h2>
        <label>
          Name
          <input
            maxLength={32}
            spellcheck={false}
            autocomplete="off"
            readOnly={group !== undefined}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label>
          Expression
          <textarea
            class="mono"
            rows={4}
            spellcheck={false}
            aria-invalid={wrong !== undefined}
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        {wrong !== undefined && <pre class="form-problem mono">{wrong}</pre>}
        {problem && (
          <p class="form-problem" role="alert">
            {problem}
          </p>
        )}
        <div class="form-buttons">
          <button
            type="submit"
            class="button primary"
            disabled={isBusy || wrong !== undefined || name.trim() === ''}
          >
            {group === undefined ? 'Create the group' : 'Save'}
          </button>
          {group !== undefined && (
            <button
              type="button"
              class="button"
              disabled={isBusy}
              onClick={() => act(() => deleteGroup(group.name))}
            >
              Delete the group
            </button>
          )}
        </div>
      </form>
    </SidePanel>
  );
}

function filterProblem(filter: string): string | undefined {
  const [first] = filterDiagnostics(filter);
  return first && renderDiagnostic(filter, first);
}
