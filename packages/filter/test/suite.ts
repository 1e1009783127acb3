import type { TraceRecord } from '@radiograph/trace';
import type { Compilation, FilterOptions } from '../src/compile-filter.js';
import { claims } from './claims.js';
import { exampleGroups, examples } from './examples.js';
import { recordOf } from './record-sketch.js';

/** An implementation of the filter language, right or wrong. */
export type Implementation = (text: string, options: FilterOptions) => Compilation;

/** Everything that an implementation gets wrong of the examples and of the rules of the language. */
export function violations(implementation: Implementation): readonly string[] {
  const answers = (expression: string, record: TraceRecord): string => {
    const compiled = implementation(expression, { groups: exampleGroups });
    return compiled.ok
      ? String(compiled.filter.matches(record))
      : compiled.diagnostics.map(({ code }) => code).join();
  };
  const ofExamples = examples.flatMap(({ number, expression, matches, misses, refused }) => [
    ...(matches && answers(expression, recordOf(matches.trace)) !== 'true'
      ? [`example ${number} misses`]
      : []),
    ...(misses && answers(expression, recordOf(misses.trace)) !== 'false'
      ? [`example ${number} matches`]
      : []),
    ...(refused && answers(expression, recordOf({})) !== refused ? [`example ${number} is not refused`] : []),
  ]);
  const ofClaims = claims
    .filter(({ expression, trace, matches }) => answers(expression, recordOf(trace)) !== String(matches))
    .map(({ rule, expression }) => `${rule}: ${expression}`);
  return [...ofExamples, ...ofClaims];
}
