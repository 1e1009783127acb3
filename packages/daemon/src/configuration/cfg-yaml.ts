import { type DaemonConfiguration, SETTINGS, type Setting } from './settings.js';

/** What is wrong with a configuration, and where. */
export interface ConfigurationProblem {
  /** The line of the file, from 1. */
  readonly line: number;
  /** A key with its section, a flag, or nothing for the file as a whole. */
  readonly name: string;
  readonly message: string;
  /** Whether the key itself is wrong, or what it is given. AWS's daemon looks at keys only in a file that was named with `-c`. */
  readonly about: 'key' | 'value';
}

/** A file's settings and everything that is wrong with it. */
export interface ReadConfiguration {
  readonly settings: Partial<DaemonConfiguration>;
  readonly problems: readonly ConfigurationProblem[];
}

/** A key of the file with its value. */
interface Entry {
  readonly name: string;
  readonly value: unknown;
  readonly line: number;
}

const RETIRED: ReadonlySet<string> = new Set([
  'Profile.CPU',
  'Profile.Memory',
  'Socket.BufferSizeKB',
  'Logging.LogFormat',
  'Processor.BatchProcessorQueueSize',
]);

const MOVED: Readonly<Record<string, string>> = {
  LogRotation: 'Logging.LogRotation',
  'Processor.Region': 'Region',
  'Processor.Endpoint': 'Endpoint',
  'Processor.Routine': 'Concurrency',
  MemoryLimit: 'TotalBufferSizeMB',
};

const names = Object.keys(SETTINGS) as (keyof DaemonConfiguration)[];
const byKey: ReadonlyMap<string, keyof DaemonConfiguration> = new Map(
  names.map((name) => [SETTINGS[name].key, name]),
);
const sections: ReadonlySet<string> = new Set(
  [...byKey.keys(), ...RETIRED, ...Object.keys(MOVED)].flatMap((key) => key.split('.').slice(0, -1)),
);

/** Reads a `cfg.yaml` of AWS's daemon, version 1 or 2, or of Radiograph. Finds every problem at once; never throws. */
export async function readCfgYaml(text: string): Promise<ReadConfiguration> {
  const { isMap, isScalar, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.1', uniqueKeys: true });
  const problems: ConfigurationProblem[] = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    name: '',
    message: error.message.split('\n', 1)[0]?.replace(/ at line \d+.*$/, '') ?? '',
    about: 'value',
  }));
  if (problems.length > 0) return { settings: {}, problems };
  const root = document.contents;
  if (root !== null && !isMap(root))
    return {
      settings: {},
      problems: [{ line: 1, name: '', message: 'expected keys with values', about: 'value' }],
    };
  const entries: Entry[] = [];
  const gather = (map: unknown, prefix: string): void => {
    if (!isMap(map)) return;
    for (const { key, value } of map.items) {
      const name = prefix + String(isScalar(key) ? key.value : key);
      const at = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
      if (prefix === '' && sections.has(name) && isMap(value)) gather(value, `${name}.`);
      else
        entries.push({
          name,
          value: isScalar(value) ? value.value : (value as { toJSON?: () => unknown } | null)?.toJSON?.(),
          line: lines.linePos(at).line,
        });
    }
  };
  gather(root, '');
  return interpret(entries);
}

function interpret(entries: readonly Entry[]): ReadConfiguration {
  const settings: Record<string, unknown> = {};
  const problems: ConfigurationProblem[] = [];
  const version = entries.find(({ name }) => name === 'Version');
  if (version === undefined)
    problems.push({ line: 1, name: 'Version', message: 'is missing; add Version: 2', about: 'key' });
  for (const entry of entries) {
    const { name, line } = entry;
    const aboutKey = keyProblem(entry, version?.value);
    if (aboutKey !== undefined) problems.push({ line, name, message: aboutKey, about: 'key' });
    else {
      const message = keep(entry, settings);
      if (message !== undefined) problems.push({ line, name, message, about: 'value' });
    }
  }
  return { settings, problems };
}

function keyProblem({ name, value }: Entry, version: unknown): string | undefined {
  if (name === 'Version')
    return value === 1 || value === 2 ? undefined : `is ${show(value)}; expected 1 or 2`;
  if (RETIRED.has(name)) return 'is not supported any more; remove it';
  const moved = MOVED[name];
  if (moved !== undefined) return `has become ${moved}; write that in its place`;
  const member = byKey.get(name);
  if (member === undefined) return unknownKey(name);
  return SETTINGS[member].versionTwo === true && version === 1 ? 'needs Version: 2' : undefined;
}

/** Keeps the value of a key that is known, or tells what is wrong with it. A key without a value is as good as none. */
function keep({ name, value }: Entry, settings: Record<string, unknown>): string | undefined {
  const member = byKey.get(name);
  if (member === undefined || value === null || value === undefined) return undefined;
  const { kind }: Setting<unknown> = SETTINGS[member];
  const read = kind.read(value);
  if (read === undefined) return `is ${show(value)}; expected ${kind.expects}`;
  settings[member] = read;
  return undefined;
}

function unknownKey(name: string): string {
  if (sections.has(name)) return 'is a section; expected keys below it, further in';
  const plain = (key: string) => key.toLowerCase().replaceAll(/[^a-z.]/g, '');
  const last = (key: string) => plain(key.split('.').at(-1) ?? '');
  const near =
    [...byKey.keys()].find((key) => plain(key) === plain(name)) ??
    [...byKey.keys()].find((key) => last(key) === last(name));
  return near === undefined ? 'is no key of this file' : `is no key of this file; did you mean ${near}?`;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
