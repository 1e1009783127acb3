import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchGetTracesCommand, PutTraceSegmentsCommand } from '@aws-sdk/client-xray';
import { makeSegmentId, makeTraceId } from '@radiograph/protocol';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from './rig/eventually.js';
import { type RadiographProcess, startRadiograph } from './rig/radiograph-process.js';
import { systemCallTracer } from './rig/system-call-tracer.js';
import { temporaryFolder } from './rig/temporary-folder.js';

it('every segment that PutTraceSegments acknowledged is there after the service was killed in the middle', async () => {
  const data = temporaryFolder();
  const first = await startRadiograph(data);
  const acknowledged: string[] = [];
  const writers = Array.from({ length: 4 }, () => writeUntilItFails(first, acknowledged));
  await eventually(async () => expect(acknowledged.length).toBeGreaterThan(300));
  await first.stop('SIGKILL');
  await Promise.all(writers);

  const second = await startRadiograph(data);
  onTestFinished(async () => void (await second.stop()));
  expect(await missing(second, acknowledged)).toEqual([]);
});

const tracer = systemCallTracer();
if ('missing' in tracer) console.warn(`NOT SHOWN: the order of fsync and answer; ${tracer.missing}`);
if ('missing' in tracer && process.env['CI'] === 'true') throw new Error(tracer.missing);

it.skipIf('missing' in tracer)(
  'the answer 200 is written after the documents have been synced',
  async () => {
    const folder = temporaryFolder();
    const calls = join(folder, 'calls');
    const command = 'command' in tracer ? tracer.command : [];
    const watch = [
      ...command,
      '-D', // the tracer steps aside, so that signals reach the command
      '-f',
      '-qq',
      '-y', // with the file of each descriptor
      '-s',
      '20000', // more than a page of the database
      '-e',
      'trace=fsync,fdatasync,write,writev,sendto,pwrite64',
      '-o',
      calls,
    ];
    const radiograph = await startRadiograph(join(folder, 'data'), [], watch);
    onTestFinished(async () => void (await radiograph.stop()));
    const marks = Array.from({ length: 5 }, (_, i) => `fsync-before-answer-${i}`);
    for (const mark of marks) await put(radiograph, [document(makeTraceId(), mark)]);
    await radiograph.stop();

    const lines = wholeCalls(readFileSync(calls, 'utf8').split('\n'));
    const answers = lines.flatMap((line, at) =>
      /HTTP\/1\.1 200 OK.*UnprocessedTraceSegments/s.test(line) ? [at] : [],
    );
    expect(answers).toHaveLength(marks.length);
    for (const [index, mark] of marks.entries()) {
      const written = lines.findIndex(
        (line) => /pwrite64\(\d+<[^>]*traces\.db-wal>/.test(line) && line.includes(mark),
      );
      const synced = lines.findIndex(
        (line, at) => at > written && /\b(fsync|fdatasync)\(\d+<[^>]*traces\.db-wal>.*= 0$/.test(line),
      );
      expect(written, `the document ${mark} is written`).toBeGreaterThan(-1);
      expect(synced, `the document ${mark} is synced`).toBeGreaterThan(written);
      expect(answers[index], `the answer for ${mark} comes after`).toBeGreaterThan(synced);
    }
  },
  60_000,
);

/** Each call as one line, at the place where it ended: one that another thread's call came between is told in two. */
function wholeCalls(lines: readonly string[]): string[] {
  const begun = new Map<string, string>();
  return lines.flatMap((line) => {
    const [, thread = '', call = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (call.endsWith('<unfinished ...>')) {
      begun.set(thread, call.slice(0, -'<unfinished ...>'.length));
      return [];
    }
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(call)?.[1];
    return rest === undefined ? [line] : [`${thread} ${begun.get(thread) ?? ''}${rest}`];
  });
}

async function writeUntilItFails(radiograph: RadiographProcess, acknowledged: string[]): Promise<void> {
  try {
    for (;;) {
      const ids = Array.from({ length: 5 }, () => makeTraceId());
      await put(
        radiograph,
        ids.map((id) => document(id, 'shop')),
      );
      acknowledged.push(...ids);
    }
  } catch {
    // killed, as intended
  }
}

async function put(radiograph: RadiographProcess, documents: readonly string[]): Promise<void> {
  const answer = await radiograph.client.send(
    new PutTraceSegmentsCommand({ TraceSegmentDocuments: [...documents] }),
  );
  expect(answer.UnprocessedTraceSegments).toEqual([]);
}

async function missing(radiograph: RadiographProcess, ids: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (let at = 0; at < ids.length; at += 100) {
    const answer = await radiograph.client.send(
      new BatchGetTracesCommand({ TraceIds: ids.slice(at, at + 100) }),
    );
    for (const { Id } of answer.Traces ?? []) found.add(Id ?? '');
  }
  return ids.filter((id) => !found.has(id));
}

function document(traceId: string, name: string): string {
  const now = Date.now() / 1000;
  return JSON.stringify({
    trace_id: traceId,
    id: makeSegmentId(),
    name,
    start_time: now - 0.1,
    end_time: now,
  });
}
