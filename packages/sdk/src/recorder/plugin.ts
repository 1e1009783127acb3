import type { AwsBlock } from '@radiograph/protocol';
import { outside } from '../context/outside.js';
import type { ProblemLog } from '../logging/problem-log.js';

/** Finds out where the application runs, for the `aws` block and the `origin` of its segments. */
export interface Plugin {
  /** For log lines. */
  readonly name: string;
  /** The segments' origin where this plugin applies, such as `AWS::EC2::Instance`. */
  readonly origin: string;
  /** Where several plugins apply, the origin of the highest one is taken: a container says more than the machine it is on. */
  readonly specificity: number;
  /** Looks around, within a second or two, without keeping the process alive. `undefined` where the plugin does not apply. */
  load(): Promise<AwsBlock | undefined>;
}

/** Where the application runs, as far as it is known by now. */
export interface Surroundings {
  aws: AwsBlock;
  origin: string | undefined;
}

/** Lets plugins look around while the application starts; segments begun later bear what was found. Never rejects. */
export async function loadPlugins(
  plugins: readonly Plugin[],
  surroundings: Surroundings,
  problems: ProblemLog,
): Promise<void> {
  let specificity = surroundings.origin === undefined ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const load = async (plugin: Plugin): Promise<void> => {
    const found = await outside(() => plugin.load());
    if (found === undefined) return;
    surroundings.aws = { ...surroundings.aws, ...found };
    if (plugin.specificity <= specificity) return;
    specificity = plugin.specificity;
    surroundings.origin = plugin.origin;
  };
  const results = await Promise.allSettled(plugins.map(load));
  for (const [at, result] of results.entries()) {
    if (result.status === 'fulfilled') continue;
    problems.info(`the plugin ${plugins[at]?.name} found nothing`, { error: result.reason });
  }
}
