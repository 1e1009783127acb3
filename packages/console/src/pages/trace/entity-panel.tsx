import { type AssembledEntity, compiledDocument } from '@radiograph/trace';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { oneLine } from '../../model/cut-text.js';
import { statusOf } from '../../model/status.js';
import {
  type EntityExceptions,
  type ExceptionIndex,
  entityExceptions,
} from '../../model/trace-exceptions.js';
import type { TraceRow, TraceView } from '../../model/trace-view.js';
import { SidePanel } from '../../parts/side-panel.js';
import { StatusMark } from '../../parts/status-mark.js';
import { type Tab, Tabs } from '../../parts/tabs.js';
import { AnnotationsTab } from './annotations-tab.js';
import { ExceptionsTab } from './exceptions-tab.js';
import { MetadataTab } from './metadata-tab.js';
import { OverviewTab } from './overview-tab.js';
import { RawTab } from './raw-tab.js';

interface EntityPanelProps {
  readonly trace: TraceView;
  readonly entity: AssembledEntity;
  readonly row: TraceRow | undefined;
  readonly exceptions: ExceptionIndex;
  readonly tab: string | undefined;
  select(id: string | undefined, tab?: string): void;
}

/** Everything known about one segment or subsegment. */
export function EntityPanel({ trace, entity, row, exceptions, tab, select }: EntityPanelProps): VNode {
  const { document } = entity;
  const thrown = useMemo(() => entityExceptions(entity, exceptions), [entity, exceptions]);
  const tabs = entityTabs(entity, thrown);
  const open = tabs.some((candidate) => candidate.key === tab) ? (tab ?? 'overview') : 'overview';
  return (
    <SidePanel label={`Detail of ${document.name}`} close={() => select(undefined)}>
      <div class="panel-head">
        {row && <StatusMark status={statusOf(row, row.partial)} />}
        <div>
          <h2>{oneLine(document.name, 300)}</h2>
          <p class="muted">{kindWords(entity, row)}</p>
        </div>
      </div>
      <Tabs tabs={tabs} open={open} label="Detail" choose={(key) => select(document.id, key)} />
      <div
        id="tab-panel"
        role="tabpanel"
        aria-label={tabs.find((candidate) => candidate.key === open)?.label}
      >
        {open === 'overview' && (
          <OverviewTab entity={entity} row={row} trace={trace} thrown={thrown} select={select} />
        )}
        {open === 'annotations' && <AnnotationsTab annotations={document.annotations ?? {}} />}
        {open === 'metadata' && <MetadataTab key={document.id} metadata={document.metadata ?? {}} />}
        {open === 'exceptions' && <ExceptionsTab thrown={thrown} select={select} />}
        {open === 'raw' && <RawTab key={document.id} document={compiledDocument(entity)} />}
      </div>
    </SidePanel>
  );
}

function entityTabs(entity: AssembledEntity, thrown: EntityExceptions): readonly Tab[] {
  const { annotations = {}, metadata = {} } = entity.document;
  const metadataCount = Object.values(metadata).reduce<number>(
    (sum, keys) => sum + Object.keys(keys ?? {}).length,
    0,
  );
  return [
    { key: 'overview', label: 'Overview' },
    { key: 'annotations', label: 'Annotations', count: Object.keys(annotations).length },
    { key: 'metadata', label: 'Metadata', count: metadataCount },
    { key: 'exceptions', label: 'Exceptions', count: thrown.chains.length },
    { key: 'raw', label: 'Raw' },
  ];
}

function kindWords(entity: AssembledEntity, row: TraceRow | undefined): string {
  if (entity.kind === 'segment')
    return ['segment', entity.node.type ?? ''].filter((part) => part !== '').join(' · ');
  const callee = row?.callee?.type;
  if (entity.document.namespace === undefined) return `subsegment of ${row?.service ?? 'an unknown segment'}`;
  return `call by ${row?.service ?? 'an unknown segment'}${callee === undefined ? '' : ` · ${callee}`}`;
}
