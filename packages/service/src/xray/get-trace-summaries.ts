import type { SearchQuery } from '@radiograph/store';
import { type Static, Type } from '@sinclair/typebox';
import { readRange, Text, Time } from '../http/members.js';
import { traceSummary } from '../wire/trace-summary.js';
import { type Operation, operation } from './operation.js';

const pageSize = 100;
const strictRangeS = 6 * 3600;

const Input = Type.Object({
  StartTime: Time,
  EndTime: Time,
  TimeRangeType: Type.Optional(
    Type.Union([Type.Literal('TraceId'), Type.Literal('Event'), Type.Literal('Service')], {
      expects: '"TraceId", "Event" or "Service"',
    }),
  ),
  Sampling: Type.Optional(Type.Boolean({ expects: 'true or false' })),
  SamplingStrategy: Type.Optional(
    Type.Object(
      {
        Name: Type.Optional(
          Type.Union([Type.Literal('PartialScan'), Type.Literal('FixedRate')], {
            expects: '"PartialScan" or "FixedRate"',
          }),
        ),
        Value: Type.Optional(
          Type.Number({ minimum: 0, maximum: 1, expects: 'the share of traces kept, 0 to 1' }),
        ),
      },
      { expects: '{ "Name": "FixedRate", "Value": 0.5 }' },
    ),
  ),
  FilterExpression: Type.Optional(Text('a filter expression')),
  NextToken: Type.Optional(Text('the NextToken of an earlier page of the same request')),
});

/** One page of the traces of a time range that match a filter expression, newest first. */
export const getTraceSummaries: Operation = operation({
  name: 'GetTraceSummaries',
  path: '/TraceSummaries',
  right: 'read',
  input: Input,
  async answer(input, { store, groups, strict, signal }) {
    const query = searchQuery(input, strict);
    const page = await store.search({ ...query, ...(await groups.filter(input.FilterExpression)) }, signal);
    const events = input.TimeRangeType === 'Event' ? query : undefined;
    return {
      TraceSummaries: page.records.map((record) => traceSummary(record, events)),
      ApproximateTime: page.approximateTime,
      TracesProcessedCount: page.scanned,
      ...(page.token === undefined ? {} : { NextToken: page.token }),
    };
  },
});

function searchQuery(input: Static<typeof Input>, strict: boolean): SearchQuery {
  const sampleRate = sampleRateOf(input);
  return {
    ...readRange(input, strict ? strictRangeS : undefined),
    timeRangeType: input.TimeRangeType ?? 'TraceId',
    pageSize,
    ...(sampleRate === undefined ? {} : { sampleRate }),
    ...(input.NextToken === undefined || input.NextToken === '' ? {} : { token: input.NextToken }),
  };
}

/** `Sampling` permits a subset and does not demand one, so only a stated rate thins the answer. */
function sampleRateOf({ Sampling, SamplingStrategy }: Static<typeof Input>): number | undefined {
  if (Sampling === false || SamplingStrategy?.Name !== 'FixedRate') return undefined;
  return SamplingStrategy.Value;
}
