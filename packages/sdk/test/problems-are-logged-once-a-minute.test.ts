import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProblemLog } from '../src/logging/problem-log.js';
import { collectingLogger, type LogLine, record } from './recording.js';

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

test('a flood of one problem is a line a minute that says how often; other problems have their own', () => {
  const lines: (LogLine & { suppressed?: number })[] = [];
  const problems = new ProblemLog(collectingLogger(lines), 'warn');
  for (let i = 0; i < 100; i++) problems.report('sdk/documents-dropped', `number ${i}`);
  problems.report('sdk/sampler-failed', 'another');
  vi.advanceTimersByTime(60_000);
  problems.report('sdk/documents-dropped', 'later');
  expect(lines).toEqual([
    { code: 'sdk/documents-dropped', message: 'number 0' },
    { code: 'sdk/sampler-failed', message: 'another' },
    { code: 'sdk/documents-dropped', message: 'later', suppressed: 99 },
  ]);
});

test('work outside any segment is told of once for each place, the second place a minute later', () => {
  const { recorder, logged } = record();
  for (let minute = 0; minute < 4; minute++) {
    recorder.capture('one', () => {});
    recorder.annotate('two', 2);
    vi.advanceTimersByTime(60_000);
  }
  expect(logged.map(({ message }) => message.split(' ')[0])).toEqual(["capture('one')", "annotate('two')"]);
});
