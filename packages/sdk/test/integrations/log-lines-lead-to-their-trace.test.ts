import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createLogger, format, transports } from 'winston';
import { tracedConsole, traceFields, winstonTrace } from '../../src/integrations/logs/index.js';
import { record } from '../recording.js';

function sink(): { stream: Writable; lines: () => Record<string, unknown>[] } {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return {
    stream,
    lines: () =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}

const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';

test('lines of pino and winston bear the ids of what is current, and none outside', () => {
  const { recorder } = record();
  const [first, second] = [sink(), sink()];
  const loggers: { info(message: string): unknown }[] = [
    pino({ mixin: traceFields }, first.stream),
    createLogger({
      format: format.combine(winstonTrace(), format.json()),
      transports: [new transports.Stream({ stream: second.stream })],
    }),
  ];
  for (const logger of loggers) {
    logger.info('outside');
    recorder.segment('shop', { header: root }, (segment) => {
      logger.info('in the segment');
      recorder.capture('work', () => logger.info('in a subsegment'));
      expect(segment.traceId).toBe('1-5759e988-bd862e3fe1be46a994272793');
    });
    recorder.segment('shop', { header: `${root};Sampled=0` }, () => logger.info('not sampled'));
  }
  for (const lines of [first.lines(), second.lines()]) {
    expect(lines.map(({ trace_id, segment_id }) => [trace_id, typeof segment_id])).toEqual([
      [undefined, 'undefined'],
      ['1-5759e988-bd862e3fe1be46a994272793', 'string'],
      ['1-5759e988-bd862e3fe1be46a994272793', 'string'],
      ['1-5759e988-bd862e3fe1be46a994272793', 'undefined'],
    ]);
    expect(lines[1]?.['segment_id']).not.toBe(lines[2]?.['segment_id']);
  }
});

test('lines of a console end with the trace id, and the console itself stays as it is', () => {
  const { recorder } = record();
  const lines: unknown[][] = [];
  const write = (...data: unknown[]): void => void lines.push(data);
  const target = { debug: write, info: write, log: write, warn: write, error: write };
  const log = tracedConsole(target);
  log.info('outside');
  recorder.segment('shop', { header: root }, () => log.error('inside %d', 5));
  expect(lines).toEqual([['outside'], ['inside %d', 5, 'trace_id=1-5759e988-bd862e3fe1be46a994272793']]);
  expect(target.info).toBe(write);
});
