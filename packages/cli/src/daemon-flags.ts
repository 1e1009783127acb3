import { type DaemonConfiguration, SETTINGS, type Setting } from '@radiograph/daemon';
import { CliError } from './cli-error.js';

/** What `radiograph daemon` was told by its flags. */
export interface DaemonFlags {
  /** Only what was given: it beats the configuration file. */
  readonly settings: Partial<DaemonConfiguration>;
  /** The configuration file of `-c`. */
  readonly config: string | undefined;
  readonly version: boolean;
  readonly help: boolean;
}

type Member = keyof DaemonConfiguration;

const members: readonly Member[] = Object.keys(SETTINGS) as Member[];
const byFlag: ReadonlyMap<string, Member | 'config' | 'version' | 'help'> = new Map([
  ...members.flatMap((member) => SETTINGS[member].flags.map((flag) => [flag, member] as const)),
  ...(['c', 'config'] as const).map((flag) => [flag, 'config'] as const),
  ...(['v', 'version'] as const).map((flag) => [flag, 'version'] as const),
  ...(['h', 'help'] as const).map((flag) => [flag, 'help'] as const),
]);

/**
 * Reads flags as Go's `flag` package does, which AWS's daemon uses: `-x`, `--x`, `-x=v` and `--x v` for long and short names alike; a switch takes a
 * value only after `=`; the last one of several counts. What follows the flags is refused, where Go would silently ignore it.
 *
 * @throws CliError `cli/invalid-value` that names everything that is wrong
 */
export function readDaemonFlags(parameters: readonly string[]): DaemonFlags {
  const settings: Record<string, unknown> = {};
  const seen: { config?: string; version?: boolean; help?: boolean } = {};
  const problems: string[] = [];
  const rest = [...parameters];
  for (let parameter = rest.shift(); parameter !== undefined; parameter = rest.shift()) {
    const [, name, given] = /^--?([^-=][^=]*)(?:=([\s\S]*))?$/.exec(parameter) ?? [];
    if (name === undefined) {
      problems.push(strayParameter(parameter));
      break;
    }
    const member = byFlag.get(name);
    if (member === undefined) problems.push(`flag provided but not defined: -${name}${nearest(name)}`);
    else if (member === 'version' || member === 'help') seen[member] = true;
    else {
      const isSwitch = member !== 'config' && SETTINGS[member].kind.isSwitch === true;
      const value = given ?? (isSwitch ? 'true' : rest.shift());
      if (value === undefined) problems.push(`flag needs an argument: -${name}`);
      else if (member === 'config') seen.config = value;
      else keep(member, name, value, settings, problems);
    }
  }
  if (problems.length > 0 && seen.help !== true)
    throw new CliError(
      'cli/invalid-value',
      `${problems.join('\n')}\nradiograph daemon --help lists the flags`,
    );
  return { settings, config: seen.config, version: seen.version ?? false, help: seen.help ?? false };
}

function keep(
  member: Member,
  name: string,
  value: string,
  settings: Record<string, unknown>,
  problems: string[],
): void {
  const { kind }: Setting<unknown> = SETTINGS[member];
  const read = kind.read(value);
  if (read === undefined)
    problems.push(`invalid value ${JSON.stringify(value)} for flag -${name}: expected ${kind.expects}`);
  else settings[member] = read;
}

function strayParameter(parameter: string): string {
  const hint = /^(true|false)$/i.test(parameter) ? '; a switch takes its value after =, as in -o=false' : '';
  return `unexpected argument ${JSON.stringify(parameter)}${hint}`;
}

/** A flag that differs in nothing but its separators or its case. */
function nearest(name: string): string {
  const plain = (flag: string) => flag.toLowerCase().replaceAll(/[-_]/g, '');
  const near = [...byFlag.keys()].find((flag) => plain(flag) === plain(name));
  return near === undefined ? '' : `; did you mean --${near}?`;
}
