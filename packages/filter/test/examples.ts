import type { DiagnosticCode } from '../src/diagnostic.js';
import table from './examples.json' with { type: 'json' };
import type { RecordSketch } from './record-sketch.js';

/** A trace, in words for the documentation and as a record for the tests. */
interface Trace {
  readonly about: string;
  readonly trace: RecordSketch;
}

/** One numbered example of the language: a trace that matches and one that does not, or why it is refused. */
interface Example {
  readonly number: number;
  readonly source: 'documented' | 'seen' | 'composed';
  readonly expression: string;
  readonly meaning: string;
  readonly matches?: Trace;
  readonly misses?: Trace;
  readonly refused?: DiagnosticCode;
}

/** docs/filter-expressions.md is rendered from the same table. */
export const examples: readonly Example[] = table.examples as unknown as readonly Example[];

/** The groups that the examples refer to. */
export const exampleGroups: ReadonlyMap<string, string> = new Map(Object.entries(table.groups));
