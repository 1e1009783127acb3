import { type DaemonConfiguration, SETTINGS, type Setting } from '@radiograph/daemon';

const members: readonly (keyof DaemonConfiguration)[] = Object.keys(
  SETTINGS,
) as (keyof DaemonConfiguration)[];

/** What `radiograph daemon --help` prints. */
export function daemonHelp(): string {
  const rows: readonly (readonly [string, string])[] = [
    ...members.map((member) => [flagsOf(member), helpOf(member)] as const),
    ['-c, --config <file>', 'read a cfg.yaml; flags beat what it says'],
    ['-v, --version', 'print the version'],
    ['-h, --help', 'print this help'],
  ];
  const width = Math.max(...rows.map(([flags]) => flags.length));
  return `Usage: radiograph daemon [flags]

Receives segment documents as AWS's X-Ray daemon does, and relays them to AWS X-Ray or another Radiograph.
While that is away they wait on disk.

${rows.map(([flags, help]) => `  ${flags.padEnd(width)}  ${help}`).join('\n')}

Examples:
  radiograph daemon -n eu-central-1                              to AWS X-Ray
  radiograph daemon --endpoint http://radiograph:2000            to another Radiograph
  radiograph daemon -n eu-central-1 --endpoint aws,http://radiograph:2000    to both

Signals: SIGTERM and SIGINT send what waits and end; SIGHUP reads the configuration again.
`;
}

function flagsOf(member: keyof DaemonConfiguration): string {
  const { flags, kind, value = kind.isSwitch === true ? undefined : 'value' } = SETTINGS[member];
  const names = flags.map((flag) => (flag.length === 1 ? `-${flag}` : `--${flag}`)).join(', ');
  return value === undefined ? names : `${names} <${value}>`;
}

function helpOf(member: keyof DaemonConfiguration): string {
  const { help, default: initial, kind }: Setting<unknown> = SETTINGS[member];
  const shown = initial === false ? '' : (kind.show?.(initial) ?? String(initial));
  return shown === '' ? help : `${help} (default: ${shown})`;
}
