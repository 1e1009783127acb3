import type { VNode } from 'preact';
import type { ExceptionGroup } from '../../api/exceptions.js';
import { agoText, isoTime } from '../../model/clock-time.js';
import { oneLine } from '../../model/cut-text.js';
import { fileText, groupKey } from '../../model/exception-place.js';
import { countText } from '../../model/quantity.js';
import { hueClass } from '../../model/service-hue.js';
import { Sparkline } from '../../parts/sparkline.js';
import { dayAndTime } from '../../view/clock.js';

interface ExceptionRowProps {
  readonly group: ExceptionGroup;
  readonly isSelected: boolean;
  select(key: string): void;
}

const SERVICES_SHOWN = 2;

/** One kind of exception; the whole row opens its detail. */
export function ExceptionRow({ group, isSelected, select }: ExceptionRowProps): VNode {
  const { type, frame, services, counts, count, traces, last, examples } = group;
  return (
    <tr class={isSelected ? 'is-selected' : ''}>
      <th scope="row">
        <button
          type="button"
          class="exceptions-open"
          aria-pressed={isSelected}
          title={oneLine(`${type}: ${examples[0]?.message ?? ''}`, 600)}
          onClick={() => select(groupKey(group))}
        >
          <span class="exceptions-type">{oneLine(type, 80)}</span>
          <span class="exceptions-message cut muted">{oneLine(examples[0]?.message ?? '', 200)}</span>
        </button>
      </th>
      <td class="exceptions-place cut mono" title={oneLine(frame?.path ?? '', 400)}>
        {frame?.label && <span>{oneLine(frame.label, 60)} </span>}
        <span class="muted">{frame && oneLine(fileText(frame), 80)}</span>
      </td>
      <td class="exceptions-services">
        {services.slice(0, SERVICES_SHOWN).map((name) => (
          <span key={name} class="exceptions-service">
            <span class={`exceptions-hue ${hueClass(name)}`} />
            {oneLine(name, 40)}
          </span>
        ))}
        {services.length > SERVICES_SHOWN && <span class="muted">+{services.length - SERVICES_SHOWN}</span>}
      </td>
      <td class="is-fault">
        <Sparkline counts={counts} most={Math.max(...counts, 1)} label={`${count} over the time range`} />
      </td>
      <td class="number">{countText(count)}</td>
      <td class="number">{countText(traces)}</td>
      <td class="number muted">
        <time dateTime={isoTime(last)} title={dayAndTime(last)}>
          {agoText(last, Date.now() / 1000)}
        </time>
      </td>
    </tr>
  );
}
