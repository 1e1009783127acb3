import type { Series } from '@radiograph/store';

/** What the hour before a period says about it, seconds. */
const pastS = 3600;

/** How many faults a period would have if it were like the hour before it. */
export interface FaultForecast {
  readonly high: number;
  readonly low: number;
}

/**
 * Forecasts the faults of each period, by its timestamp: the mean of the hour before, give or take two standard deviations;
 * periods without requests count as without faults.
 */
export function forecasts(series: Series, periodS: number): ReadonlyMap<number, FaultForecast> {
  const faults = new Map(series.map(({ timestamp, statistics }) => [timestamp, statistics.fault]));
  return new Map(series.map(({ timestamp }) => [timestamp, forecast(faults, timestamp, periodS)]));
}

function forecast(faults: ReadonlyMap<number, number>, timestamp: number, periodS: number): FaultForecast {
  const periods = pastS / periodS;
  const past = Array.from({ length: periods }, (_, i) => faults.get(timestamp - (i + 1) * periodS) ?? 0);
  const mean = past.reduce((sum, count) => sum + count, 0) / periods;
  const variance = past.reduce((sum, count) => sum + (count - mean) ** 2, 0) / periods;
  const margin = 2 * Math.sqrt(variance);
  return { high: Math.ceil(mean + margin), low: Math.max(0, Math.floor(mean - margin)) };
}
