import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fetchRules, type RuleReport } from '../../api/sampling.js';
import { oneLine } from '../../model/cut-text.js';
import { countText, shareText } from '../../model/quantity.js';
import { firstMatch, rateWords } from '../../model/rule-form.js';
import { Failure } from '../../parts/failure.js';
import { Icon } from '../../parts/icon.js';
import { SkeletonRows } from '../../parts/skeleton.js';
import { Sparkline } from '../../parts/sparkline.js';
import { show, view } from '../../view/address.js';
import { useResource } from '../../view/use-resource.js';
import { RuleForm } from './rule-form.js';
import { type AskedRequest, anyRequest, RulePreview } from './rule-preview.js';
import '../../parts/page-head.css';
import './sampling.css';

/** The selection that stands for a rule that is being made; no rule can be called that. */
const NEW = '+new';

/** The sampling rules in the order in which they are tried, what was sampled by them, and what a request would get. */
export function SamplingPage(): VNode {
  const held = useResource('rules', (signal) => fetchRules(Date.now() / 1000, signal));
  const { data, error } = held.state.value;
  const { selected } = view.value;
  const [asked, setAsked] = useState<AskedRequest>(anyRequest);
  if (data === undefined)
    return error ? (
      <Failure error={error} retry={held.refresh} />
    ) : (
      <SkeletonRows words="Fetching the rules…" />
    );
  const isAsked = Object.values(asked).some((value) => value !== '');
  const met = isAsked ? firstMatch(data, asked) : undefined;
  const rule = data.find(({ name }) => name === selected);
  const done = (): void => {
    show({ selected: undefined }, 'replace');
    held.refresh();
  };
  return (
    <div class="page">
      <section class="page-main" aria-label="Sampling">
        <div class="page-head">
          <h1>Sampling</h1>
          <p class="muted">{countText(data.length)} rules; the first that matches a request decides</p>
          <div class="page-tools">
            <button type="button" class="button" onClick={() => show({ selected: NEW })}>
              <Icon name="plus" />
              New rule
            </button>
          </div>
        </div>
        <div class="sampling-scroll">
          <RuleTable reports={data} selected={selected} met={met?.name} />
          <RulePreview asked={asked} ask={setAsked} met={met} />
        </div>
      </section>
      {(rule !== undefined || selected === NEW) && (
        <RuleForm key={selected} rule={rule?.rule} done={done} close={() => show({ selected: undefined })} />
      )}
    </div>
  );
}

interface RuleTableProps {
  readonly reports: readonly RuleReport[];
  readonly selected: string | undefined;
  /** The name of the rule that the asked request meets. */
  readonly met: string | undefined;
}

function RuleTable({ reports, selected, met }: RuleTableProps): VNode {
  const most = Math.max(1, ...reports.flatMap(({ counts }) => counts));
  return (
    <table class="sampling-table">
      <thead>
        <tr>
          <th scope="col" class="number">
            Priority
          </th>
          <th scope="col">Rule</th>
          <th scope="col">Requests that match</th>
          <th scope="col">Records</th>
          <th scope="col">Last hour</th>
          <th scope="col" class="number">
            Requests
          </th>
          <th scope="col" class="number">
            Sampled
          </th>
        </tr>
      </thead>
      <tbody>
        {reports.map((report) => (
          <Rule
            key={report.name}
            report={report}
            most={most}
            isSelected={report.name === selected}
            isMet={report.name === met}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RuleProps {
  readonly report: RuleReport;
  readonly most: number;
  readonly isSelected: boolean;
  readonly isMet: boolean;
}

function Rule({ report, most, isSelected, isMet }: RuleProps): VNode {
  const { name, rule, requests, sampled, counts } = report;
  return (
    <tr class={`${isSelected ? 'is-selected' : ''} ${isMet ? 'is-met' : ''}`}>
      <td class="number muted">{rule.Priority}</td>
      <th scope="row">
        <button
          type="button"
          class="sampling-open"
          aria-pressed={isSelected}
          onClick={() => show({ selected: name })}
        >
          {oneLine(name, 60)}
        </button>
        {isMet && <span class="sampling-met"> decides</span>}
      </th>
      <td class="mono cut" title={oneLine(patternWords(report), 600)}>
        {oneLine(patternWords(report), 200)}
      </td>
      <td>{rateWords(rule)}</td>
      <td>
        <Sparkline counts={counts} most={most} label={`${requests} requests in the last hour`} />
      </td>
      <td class="number">{countText(requests)}</td>
      <td class="number">{requests > 0 ? shareText(Math.min(1, sampled / requests)) : '–'}</td>
    </tr>
  );
}

/** The patterns that say something; those that match everything are left out. */
function patternWords({ rule }: RuleReport): string {
  const patterns = [
    ['service', rule.ServiceName],
    ['type', rule.ServiceType],
    ['host', rule.Host],
    ['method', rule.HTTPMethod],
    ['path', rule.URLPath],
    ['resource', rule.ResourceARN],
    ...Object.entries(rule.Attributes ?? {}),
  ];
  const said = patterns
    .filter(([, pattern]) => pattern !== '*')
    .map(([name, pattern]) => `${name} ${pattern}`);
  return said.join('  ') || 'all';
}
