import type { Status } from '@radiograph/service';
import { askService, messageIn, TOKEN_VARIABLE } from './ask-service.js';
import { CliError } from './cli-error.js';

/** What `radiograph status` is told. */
export interface StatusOptions {
  readonly to: URL;
}

/** Prints how a service is: what it received, stored, refused and dropped, and how large its store is. */
export async function status({ to }: StatusOptions): Promise<void> {
  const response = await askService(new URL('radiograph/v1/status', to));
  const answer = await response.text();
  if (!response.ok)
    throw unexpected(to, `answered ${response.status}: ${messageIn(answer)}`, response.status);
  process.stdout.write(statusText(readStatus(answer, to), to, Date.now() / 1000));
}

/** The status in lines for the terminal. */
export function statusText({ version, startedAt, intake, store }: Status, to: URL, nowS: number): string {
  const ways = [
    ...(intake.udp === null ? [] : [['UDP', intake.udp] as const]),
    ['HTTP', intake.http] as const,
    ['OTLP', intake.otlp] as const,
  ];
  const byWay = (figure: 'received' | 'stored'): string =>
    ways.map(([way, counters]) => `${count(counters[figure])} by ${way}`).join(', ');
  const rejected = sums(ways.map(([, counters]) => counters.rejected));
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['received', byWay('received')],
    ['stored', byWay('stored')],
    ['refused', reasons(rejected)],
    ['dropped', reasons({ ...intake.udp?.dropped, ...store.leftOut })],
    ['kernel drops', intake.udp?.kernelDrops === undefined ? 'unknown' : count(intake.udp.kernelDrops)],
    ['waiting', `${size(intake.udp?.bufferedBytes ?? 0)}, ${count(store.pending)} documents to assemble`],
    ['store', `${count(store.traces)} traces, ${count(store.documents)} documents, ${size(store.diskBytes)}`],
    ...(store.damage === undefined ? [] : [['DAMAGED', store.damage] as const]),
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(12)}  ${value}\n`);
  return `Radiograph ${version} at ${to.origin}, up ${duration(nowS - startedAt)}\n${lines.join('')}`;
}

function readStatus(answer: string, to: URL): Status {
  try {
    const status = JSON.parse(answer) as Partial<Status>;
    if (status.intake !== undefined && status.store !== undefined) return status as Status;
  } catch {
    // Told below, as what is JSON and no status.
  }
  throw unexpected(to, 'did not answer with a status');
}

function unexpected(to: URL, what: string, httpStatus?: number): CliError {
  const advice =
    httpStatus === 403
      ? `set ${TOKEN_VARIABLE} to the secret of a key that may read`
      : '--to takes the URL of a Radiograph';
  return new CliError('cli/unexpected-answer', `${to.href} ${what}; ${advice}`);
}

function sums(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total = new Map<string, number>();
  for (const [reason, n] of all.flatMap((one) => Object.entries(one))) {
    total.set(reason, (total.get(reason) ?? 0) + n);
  }
  return Object.fromEntries(total);
}

function reasons(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const total = entries.reduce((sum, [, n]) => sum + n, 0);
  const named = entries.map(([reason, n]) => `${reason} ${count(n)}`).join(', ');
  return entries.length === 0 ? count(total) : `${count(total)} (${named})`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

function duration(seconds: number): string {
  const minutes = Math.max(0, Math.floor(seconds / 60));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}
