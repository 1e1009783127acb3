import type { AssembledEntity } from '@radiograph/trace';
import type { VNode } from 'preact';
import { isoTime } from '../../model/clock-time.js';
import { statusOf } from '../../model/status.js';
import type { EntityExceptions } from '../../model/trace-exceptions.js';
import type { TraceRow, TraceView } from '../../model/trace-view.js';
import { CopyButton } from '../../parts/copy-button.js';
import { CutText } from '../../parts/cut-text.js';
import { Duration } from '../../parts/quantity.js';
import { StatusMark } from '../../parts/status-mark.js';
import { dayAndTime } from '../../view/clock.js';
import { AnnotationRows } from './annotations-tab.js';
import { AwsBlock, HttpBlock, ServiceBlock, SqlBlock } from './blocks.js';
import { Field, Fields } from './fields.js';

interface OverviewTabProps {
  readonly entity: AssembledEntity;
  readonly row: TraceRow | undefined;
  readonly trace: TraceView;
  readonly thrown: EntityExceptions;
  select(id: string, tab?: string): void;
}

/** The facts of an entity, what it threw in one line each, and its HTTP, SQL and AWS blocks. */
export function OverviewTab({ entity, row, trace, thrown, select }: OverviewTabProps): VNode {
  const { document } = entity;
  const segment = entity.kind === 'segment' ? entity.document : undefined;
  const annotations = Object.entries(document.annotations ?? {});
  return (
    <>
      <Thrown thrown={thrown} open={() => select(document.id, 'exceptions')} />
      <Fields>
        {row && (
          <Field name="Status">
            <StatusMark status={statusOf(row, row.partial)} withWord />
          </Field>
        )}
        <Field name="Duration">
          {row?.duration === undefined ? 'in progress' : <Duration seconds={row.duration} />}
        </Field>
        <Field name="Starts after">
          <Duration seconds={document.start_time - trace.trace.start} />
        </Field>
        <Field name="Started">
          <time dateTime={isoTime(document.start_time)} title={isoTime(document.start_time)}>
            {dayAndTime(document.start_time)}
          </time>
        </Field>
        {segment?.user && (
          <Field name="User">
            <CutText text={segment.user} limit={120} />
          </Field>
        )}
        {segment?.origin && <Field name="Origin">{segment.origin}</Field>}
        {segment?.resource_arn && (
          <Field name="Resource">
            <span class="mono">{segment.resource_arn}</span>
          </Field>
        )}
        {row?.pending && <Field name="Callee">its own segment has not arrived yet</Field>}
        <Field name="Id">
          <span class="mono">{document.id}</span>
          <CopyButton text={document.id} label="Copy the id" />
        </Field>
      </Fields>
      {annotations.length > 0 && (
        <section class="block">
          <h3>Annotations</h3>
          <AnnotationRows annotations={document.annotations ?? {}} />
        </section>
      )}
      {document.http && <HttpBlock http={document.http} />}
      {entity.kind === 'subsegment' && entity.document.sql && <SqlBlock sql={entity.document.sql} />}
      {document.aws && Object.keys(document.aws).length > 0 && <AwsBlock aws={document.aws} />}
      {segment?.service && Object.keys(segment.service).length > 0 && (
        <ServiceBlock service={segment.service} />
      )}
    </>
  );
}

function Thrown({
  thrown,
  open,
}: {
  readonly thrown: EntityExceptions;
  readonly open: () => void;
}): VNode | null {
  if (thrown.chains.length === 0) return null;
  return (
    <div class="thrown">
      {thrown.chains.slice(0, 3).map(({ exception }) => (
        <p key={exception.id}>
          <strong>
            <CutText text={exception.type ?? 'Exception'} limit={120} />
          </strong>{' '}
          <CutText text={exception.message ?? ''} limit={200} />
        </p>
      ))}
      <button type="button" class="more" onClick={open}>
        {thrown.chains.length === 1 ? 'Show the stack' : `Show all ${thrown.chains.length} exceptions`}
      </button>
    </div>
  );
}
