import type { VNode } from 'preact';
import { isoTime } from '../../model/clock-time.js';
import { resolveRange } from '../../model/time-range.js';
import { chosenColumns, TRACE_COLUMNS, writeColumns } from '../../model/trace-columns.js';
import { Icon } from '../../parts/icon.js';
import { Popover } from '../../parts/popover.js';
import { setOptions, view } from '../../view/address.js';

interface TracesToolsProps {
  readonly isRefined: boolean;
  readonly hasCharts: boolean;
}

/** What the list of traces shows beside itself, its columns, and its export. */
export function TracesTools({ isRefined, hasCharts }: TracesToolsProps): VNode {
  return (
    <div class="page-tools">
      <button
        type="button"
        class="button quiet"
        aria-pressed={isRefined}
        onClick={() => setOptions({ refine: isRefined ? 'off' : 'on' })}
      >
        <Icon name="filter" />
        Refine
      </button>
      <button
        type="button"
        class="button quiet"
        aria-pressed={hasCharts}
        onClick={() => setOptions({ charts: hasCharts ? 'off' : '' })}
      >
        <Icon name="chart" />
        Charts
      </button>
      <Popover label="Columns" icon="columns">
        {() => <ColumnChoice />}
      </Popover>
      <Popover label="Export" icon="download" title="Every trace that matches, as a file">
        {(close) => <ExportLinks close={close} />}
      </Popover>
    </div>
  );
}

function ColumnChoice(): VNode {
  const chosen = new Set(chosenColumns(view.value.options.columns).map(({ key }) => key));
  const toggle = (key: string): void => {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    setOptions({ columns: writeColumns(next) }, 'replace');
  };
  return (
    <ul>
      {TRACE_COLUMNS.slice(1).map(({ key, words }) => (
        <li key={key}>
          <label class="popover-item">
            <input type="checkbox" checked={chosen.has(key)} onChange={() => toggle(key)} />
            {words}
          </label>
        </li>
      ))}
    </ul>
  );
}

const FORMATS: readonly (readonly [format: string, words: string, hint: string])[] = [
  ['csv', 'Table', 'CSV, one line a trace'],
  ['json', 'Summaries', 'JSON, as GetTraceSummaries gives them'],
  ['documents', 'Documents', 'one a line, for radiograph send'],
];

function ExportLinks({ close }: { readonly close: () => void }): VNode {
  const { range, filter } = view.value;
  const { start, end } = resolveRange(range, Date.now() / 1000);
  return (
    <ul>
      {FORMATS.map(([format, words, hint]) => {
        const query = new URLSearchParams({ start: isoTime(start), end: isoTime(end), format });
        if (filter !== '') query.set('filter', filter);
        return (
          <li key={format}>
            <a class="popover-item" href={`/radiograph/v1/export?${query}`} download onClick={close}>
              <Icon name="download" />
              {words}
              <span class="muted">{hint}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
