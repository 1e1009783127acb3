import type { Implementation } from './suite.js';
import { wrongAssembly } from './wrong-assembly.js';
import { wrongExamples } from './wrong-examples.js';
import { wrongGraphs } from './wrong-graphs.js';
import { wrongRecords } from './wrong-records.js';

/** A mistake, as the functions of this package that are different where it is made, and the rule that notices it. */
export interface Mistake {
  readonly breaks: string;
  readonly altered: Partial<Implementation>;
}

/** Mistakes that an implementation could plausibly make, and that its suite has to notice. */
export const mistakes: Readonly<Record<string, Mistake>> = {
  ...wrongAssembly,
  ...wrongExamples,
  ...wrongRecords,
  ...wrongGraphs,
};
