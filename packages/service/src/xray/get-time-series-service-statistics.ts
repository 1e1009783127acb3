import { compileFilter, renderDiagnostic, type Selector } from '@radiograph/filter';
import type { NodePattern, Series, SeriesSubject } from '@radiograph/store';
import { Type } from '@sinclair/typebox';
import { forecasts } from '../forecast/fault-forecast.js';
import { invalidMember, readRange, show, Text, Time } from '../http/members.js';
import { ServiceError } from '../service-error.js';
import { wireHistogram, wireStatistics } from '../wire/statistics.js';
import { groupMembers } from './group-operations.js';
import { type Operation, operation } from './operation.js';
import { checkToken, NoToken } from './whole-answer.js';

const strictRangeS = 6 * 3600;
/** The most periods of one answer: a month of minutes. */
const mostPeriods = 45_000;
/** How far before the range a forecast looks, seconds. */
const forecastPastS = 3600;

/** Counts over time of one service, one call or all requests that enter, also of a group's traces. */
export const getTimeSeriesServiceStatistics: Operation = operation({
  name: 'GetTimeSeriesServiceStatistics',
  path: '/TimeSeriesServiceStatistics',
  right: 'read',
  input: Type.Object({
    StartTime: Time,
    EndTime: Time,
    ...groupMembers,
    EntitySelectorExpression: Type.Optional(
      Text('a selector of 1 to 500 characters, such as service("shop")', { minLength: 1, maxLength: 500 }),
    ),
    Period: Type.Optional(
      Type.Union([Type.Literal(60), Type.Literal(300)], { expects: '60 or 300 (seconds)' }),
    ),
    ForecastStatistics: Type.Optional(Type.Boolean({ expects: 'true or false' })),
    NextToken: NoToken,
  }),
  async answer(input, { store, groups, strict, signal }) {
    checkToken(input.NextToken);
    const { start, end } = readRange(input, strict ? strictRangeS : undefined);
    const periodS = input.Period ?? 60;
    checkLength(end - start, periodS);
    const of = readSelector(input.EntitySelectorExpression);
    const forecast = input.ForecastStatistics === true;
    if (forecast && of.kind !== 'node')
      throw invalidMember(
        'ForecastStatistics needs a service: write EntitySelectorExpression service(id(…)).',
      );
    const grouped = await groups.filterOfGroup(input);
    const past = forecast ? forecastPastS : 0;
    const series = await store.series({ start: start - past, end, periodS, of, ...grouped }, signal);
    return {
      TimeSeriesServiceStatistics: wireSeries(series, { of, periodS, start, forecast }),
      ContainsOldGroupVersions: false,
    };
  },
});

function checkLength(lengthS: number, periodS: number): void {
  if (lengthS / periodS > mostPeriods)
    throw invalidMember(
      `StartTime to EndTime are ${Math.ceil(lengthS / periodS)} periods; ask for at most ${mostPeriods}.`,
    );
}

/** `service(…)` or `edge(…, …)` without a block, as X-Ray takes it: a filter belongs into a group. */
function readSelector(text: string | undefined): SeriesSubject {
  if (text === undefined) return { kind: 'entries' };
  const compiled = compileFilter(text);
  if (!compiled.ok) {
    const [first] = compiled.diagnostics;
    const shown = first === undefined ? '' : `\n${renderDiagnostic(text, first)}`;
    throw new ServiceError('service/invalid-filter', `EntitySelectorExpression is not valid.${shown}`, {
      diagnostics: compiled.diagnostics,
    });
  }
  const { expression } = compiled.filter;
  if (expression?.kind === 'service' && expression.block === undefined)
    return { kind: 'node', node: patternOf(expression.selector) };
  if (expression?.kind === 'edge' && expression.block === undefined)
    return { kind: 'edge', from: patternOf(expression.from), to: patternOf(expression.to) };
  throw invalidMember(
    `EntitySelectorExpression is ${show(text)}; write one service(…) or edge(…, …) without a block. To filter, name a group.`,
  );
}

function patternOf({ name, type, accountId }: Selector): NodePattern {
  return {
    ...(name !== undefined && name !== '' && { name }),
    ...(type !== undefined && type !== '' && { type }),
    ...(accountId !== undefined && accountId !== '' && { accountId }),
  };
}

interface SeriesForm {
  readonly of: SeriesSubject;
  readonly periodS: number;
  /** Periods before it only serve the forecast. */
  readonly start: number;
  readonly forecast: boolean;
}

function wireSeries(series: Series, { of, periodS, start, forecast }: SeriesForm): readonly object[] {
  const expected = forecast ? forecasts(series, periodS) : undefined;
  const first = Math.floor(start / periodS) * periodS;
  return series
    .filter(({ timestamp }) => timestamp >= first)
    .map(({ timestamp, statistics, responseTimes }) => {
      const counts = wireStatistics(statistics);
      const range = expected?.get(timestamp);
      return {
        Timestamp: timestamp,
        ...(of.kind === 'edge' ? { EdgeSummaryStatistics: counts } : { ServiceSummaryStatistics: counts }),
        ...(range === undefined
          ? {}
          : { ServiceForecastStatistics: { FaultCountHigh: range.high, FaultCountLow: range.low } }),
        ResponseTimeHistogram: wireHistogram(responseTimes),
      };
    });
}
