import { expect, it } from 'vitest';
import { type DropLine, DropLog } from '../src/drop-log.js';

it('holds back and counts what comes in between, for each reason on its own', () => {
  let nowMs = 0;
  const lines: DropLine[] = [];
  const log = new DropLog(
    (line) => lines.push(line),
    () => nowMs,
  );
  const note = (reason: string) => log.note(reason, 1, () => ({ message: 'bad' }));

  note('no-newline');
  for (let i = 0; i < 500; i++) note('no-newline');
  note('InvalidId');
  nowMs = 9999;
  note('no-newline');
  nowMs = 10_000;
  note('no-newline');
  note('no-newline');
  log.flush();
  log.flush();

  expect(lines.map(({ reason, documents, heldBack }) => [reason, documents, heldBack])).toEqual([
    ['no-newline', 1, 0],
    ['InvalidId', 1, 0],
    ['no-newline', 1, 501],
    ['no-newline', 0, 1],
  ]);
});
