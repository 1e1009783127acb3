import type { Status } from '../own/status.js';
import type { Timings } from './timings.js';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** Writes a status and timings in Prometheus's text format. */
export function metricsText(status: Status, timings: Timings): string {
  const { intake, store, liveReaders, startedAt, version } = status;
  const udp = intake.udp;
  const ways = [
    ['http', intake.http],
    ['otlp', intake.otlp],
    ...(udp === null ? [] : [['udp', udp] as const]),
  ] as const;
  const families = [
    family('info', 'gauge', 'The version that runs.', [[{ version }, 1]]),
    family('start_time_seconds', 'gauge', 'When the service started.', [[{}, startedAt]]),
    family(
      'received_total',
      'counter',
      'Documents received.',
      ways.map(([intake, { received }]) => [{ intake }, received]),
    ),
    family(
      'stored_total',
      'counter',
      'Documents stored.',
      ways.map(([intake, { stored }]) => [{ intake }, stored]),
    ),
    family(
      'rejected_total',
      'counter',
      'Documents refused, by reason.',
      ways.flatMap(([intake, { rejected }]) => byReason(intake, rejected)),
    ),
    family(
      'dropped_total',
      'counter',
      'Good documents dropped, by reason.',
      byReason('udp', udp?.dropped ?? {}),
    ),
    family('datagrams_total', 'counter', 'Datagrams in which documents came.', optional(udp?.datagrams)),
    family('kernel_drops_total', 'counter', 'Datagrams that the kernel dropped.', optional(udp?.kernelDrops)),
    family('queue_bytes', 'gauge', 'Bytes that wait between socket and store.', optional(udp?.bufferedBytes)),
    family('store_traces', 'gauge', 'Traces in the store.', [[{}, store.traces]]),
    family('store_documents', 'gauge', 'Documents in the store.', [[{}, store.documents]]),
    family('store_pending_documents', 'gauge', 'Documents stored and not yet searchable.', [
      [{}, store.pending],
    ]),
    family('store_bytes', 'gauge', 'The size of the store on disk.', [[{}, store.diskBytes]]),
    family('store_writable', 'gauge', '0 once the file of the store was found damaged.', [
      [{}, store.damage === undefined ? 1 : 0],
    ]),
    family(
      'store_left_out_total',
      'counter',
      'Documents accepted and left out of their trace, by reason.',
      Object.entries(store.leftOut).map(([reason, count]) => [{ reason }, count]),
    ),
    family('live_readers', 'gauge', 'Live feeds that are open.', [[{}, liveReaders]]),
    timingsText(timings),
  ];
  return families.filter((text) => text !== '').join('');
}

function byReason(intake: string, reasons: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(reasons).map(([reason, count]) => [{ intake, reason }, count]);
}

function optional(value: number | undefined): readonly Sample[] {
  return value === undefined ? [] : [[{}, value]];
}

function family(name: string, type: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(([labels, value]) => line(`radiograph_${name}`, labels, value));
  return `${head(name, type, help)}${lines.join('')}`;
}

function timingsText(timings: Timings): string {
  const name = 'radiograph_store_call_seconds';
  const lines = [...timings.all()].flatMap(([call, { buckets, count, sumS }]) => [
    ...buckets.map(({ bound, count: below }) => line(`${name}_bucket`, { call, le: String(bound) }, below)),
    line(`${name}_bucket`, { call, le: '+Inf' }, count),
    line(`${name}_sum`, { call }, sumS),
    line(`${name}_count`, { call }, count),
  ]);
  if (lines.length === 0) return '';
  return `${head('store_call_seconds', 'histogram', 'How long calls of the store took.')}${lines.join('')}`;
}

function head(name: string, type: string, help: string): string {
  return `# HELP radiograph_${name} ${help}\n# TYPE radiograph_${name} ${type}\n`;
}

function line(name: string, labels: Labels, value: number): string {
  const text = Object.entries(labels).map(([label, content]) => `${label}="${escaped(content)}"`);
  return `${name}${text.length === 0 ? '' : `{${text.join(',')}}`} ${value}\n`;
}

function escaped(content: string): string {
  return content.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
