import { type DaemonConfiguration, SETTINGS } from './settings.js';

/** A configuration in which everything is as AWS's daemon has it by default, and Radiograph's own settings have theirs. */
export function defaults(): DaemonConfiguration {
  const names = Object.keys(SETTINGS) as (keyof DaemonConfiguration)[];
  return Object.fromEntries(
    names.map((name) => [name, SETTINGS[name].default]),
  ) as unknown as DaemonConfiguration;
}
