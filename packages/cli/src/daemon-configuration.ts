import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  type ConfigurationProblem,
  type DaemonConfiguration,
  DaemonError,
  defaults,
  readCfgYaml,
} from '@radiograph/daemon';
import type { DaemonFlags } from './daemon-flags.js';

/** A configuration, the file it came from, and what is odd about that file but no reason not to start. */
export interface LoadedConfiguration {
  readonly configuration: DaemonConfiguration;
  readonly file: string | undefined;
  readonly warnings: readonly string[];
}

/** Where a file is looked for when none is named; the first one is taken. Source: AWS's daemon. */
const PLACES: readonly string[] = ['/etc/amazon/xray/cfg.yaml', 'cfg.yaml'];

/**
 * The flags over the file over the defaults. A file that was named with `-c` must be right in everything; in one that was found, keys that are unknown
 * are only warned of, as AWS's daemon reads such a file.
 *
 * @throws DaemonError `daemon/invalid-configuration` that names every problem with its line
 */
export async function loadConfiguration({ settings, config }: DaemonFlags): Promise<LoadedConfiguration> {
  const file = config ?? PLACES.find((place) => existsSync(place));
  if (file === undefined) return { configuration: { ...defaults(), ...settings }, file, warnings: [] };
  const read = await readCfgYaml(await readText(file));
  const fatal = read.problems.filter(({ about }) => config !== undefined || about === 'value');
  if (fatal.length > 0) {
    const list = fatal.map((problem) => `\n  ${describe(file, problem)}`).join('');
    throw new DaemonError('daemon/invalid-configuration', `the configuration cannot be used:${list}`);
  }
  const warnings = read.problems.map((problem) => describe(file, problem));
  return { configuration: { ...defaults(), ...read.settings, ...settings }, file, warnings };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DaemonError('daemon/invalid-configuration', `${file} cannot be read: ${reason}`, { cause });
  }
}

function describe(file: string, { line, name, message }: ConfigurationProblem): string {
  return `${file}:${line}: ${name === '' ? message : `${name} ${message}`}`;
}
