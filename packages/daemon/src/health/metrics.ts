import type { TailFigures } from '../tail/tail-figures.js';
import type { DaemonStatus } from './daemon-status.js';

type Labels = Readonly<Record<string, string>>;

/** One family of figures in Prometheus' words. */
interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly (readonly [labels: Labels, value: number])[];
}

/** Writes a daemon's status in Prometheus' text format. */
export function metricsText(status: DaemonStatus): string {
  return families(status)
    .map(({ name, type, help, samples }) =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${type}`,
        ...samples.map(([labels, value]) => `${name}${labelsText(labels)} ${value}`),
      ].join('\n'),
    )
    .join('\n')
    .concat('\n');
}

function families({ uptimeS, intakes, outlets, tail }: DaemonStatus): Family[] {
  type Intake = DaemonStatus['intakes'][number];
  type Outlet = DaemonStatus['outlets'][number];
  const intake = (
    name: string,
    help: string,
    value: (one: Intake) => number,
    type: Family['type'] = 'counter',
  ) => ({
    name: `radiograph_daemon_${name}`,
    type,
    help,
    samples: intakes.map((one) => [{ address: one.address }, value(one)] as const),
  });
  const outlet = (
    name: string,
    help: string,
    value: (one: Outlet) => number,
    type: Family['type'] = 'counter',
  ) => ({
    name: `radiograph_daemon_${name}`,
    type,
    help,
    samples: outlets.map((one) => [{ endpoint: one.endpoint }, value(one)] as const),
  });
  const byReason = (
    name: string,
    help: string,
    counts: readonly (readonly [Labels, Readonly<Record<string, number>>])[],
  ) => ({
    name: `radiograph_daemon_${name}`,
    type: 'counter' as const,
    help,
    samples: counts.flatMap(([labels, reasons]) =>
      Object.entries(reasons).map(([reason, count]) => [{ ...labels, reason }, count] as const),
    ),
  });
  return [
    {
      name: 'radiograph_daemon_uptime_seconds',
      type: 'gauge',
      help: 'Time since the start.',
      samples: [[{}, uptimeS]],
    },
    intake('received_total', 'Documents received, good or not.', ({ received }) => received),
    intake('datagrams_total', 'Datagrams in which documents came.', ({ datagrams = 0 }) => datagrams),
    intake(
      'kernel_drops_total',
      'Datagrams that the kernel dropped before the socket.',
      ({ kernelDrops = 0 }) => kernelDrops,
    ),
    intake(
      'buffered_bytes',
      'Bytes waiting in the buffer of the socket.',
      ({ bufferedBytes }) => bufferedBytes,
      'gauge',
    ),
    byReason(
      'intake_rejected_total',
      'Documents refused, by reason.',
      intakes.map((one) => [{ address: one.address }, one.rejected]),
    ),
    byReason(
      'intake_dropped_total',
      'Documents dropped, by reason.',
      intakes.map((one) => [{ address: one.address }, one.dropped]),
    ),
    outlet('taken_total', 'Documents handed to the relay.', ({ taken }) => taken),
    outlet('recovered_total', 'Documents found in the spool at the start.', ({ recovered }) => recovered),
    outlet('sent_total', 'Documents that the other side took.', ({ sent }) => sent),
    byReason(
      'refused_total',
      'Documents that the other side refused, by its code.',
      outlets.map((one) => [{ endpoint: one.endpoint }, one.rejected]),
    ),
    byReason(
      'lost_total',
      'Documents given up, by reason.',
      outlets.map((one) => [{ endpoint: one.endpoint }, one.dropped]),
    ),
    byReason(
      'failed_attempts_total',
      'Attempts that failed, by reason.',
      outlets.map((one) => [{ endpoint: one.endpoint }, one.troubles]),
    ),
    outlet('waiting', 'Documents in memory.', ({ waiting }) => waiting, 'gauge'),
    outlet('spooled', 'Documents on disk.', ({ spooled }) => spooled, 'gauge'),
    outlet('spooled_bytes', 'Bytes on disk.', ({ spooledBytes }) => spooledBytes, 'gauge'),
    outlet('away', '1 while the other side takes nothing.', ({ away }) => Number(away), 'gauge'),
    ...(tail === undefined ? [] : tailFamilies(tail)),
  ];
}

function tailFamilies({ passed, sampledOut, waiting }: TailFigures): Family[] {
  const family = (name: string, type: Family['type'], help: string, value: number): Family => ({
    name: `radiograph_daemon_tail_${name}`,
    type,
    help,
    samples: [[{}, value]],
  });
  return [
    family('passed_total', 'counter', 'Documents of traces that were kept.', passed),
    family('sampled_out_total', 'counter', 'Documents of traces that were left out on purpose.', sampledOut),
    family('waiting', 'gauge', 'Documents that wait for their trace to be judged.', waiting),
  ];
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
