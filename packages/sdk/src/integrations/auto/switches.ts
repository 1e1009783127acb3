/** The integrations that are switched on by themselves, by their subpaths. */
export const autoNames = [
  'http',
  'fetch',
  'express',
  'fastify',
  'koa',
  'hono',
  'hapi',
  'nest',
  'grpc',
  'aws',
  'pg',
  'mysql2',
  'sqlite',
  'ioredis',
  'redis',
  'bullmq',
  'graphql',
] as const;

/** One of them. */
export type AutoName = (typeof autoNames)[number];

/** Which integrations are on. */
export type Switches = Partial<Record<AutoName, boolean>>;

const SLOT = Symbol.for('radiograph.auto.switches.v1');
type Slots = { [SLOT]?: Set<AutoName> };

/** Whether an integration is on now. */
export function isOn(name: AutoName): boolean {
  return (globalThis as Slots)[SLOT]?.has(name) === true;
}

/** Switches integrations on and off; the others stay as they are. */
export function setSwitches(switches: Switches): void {
  const on = switchedOn();
  for (const name of autoNames) {
    if (switches[name] === true) on.add(name);
    else if (switches[name] === false) on.delete(name);
  }
}

function switchedOn(): Set<AutoName> {
  const slots = globalThis as Slots;
  slots[SLOT] ??= new Set(autoNames);
  return slots[SLOT];
}

/**
 * Reads a list of names. Names alone are the only ones that are on; with `-` before them they are off and all others on.
 *
 * @returns the switches, and the words that are no name of an integration
 */
export function parseSwitches(list: string): { switches: Switches; unknown: readonly string[] } {
  const words = list.split(',').flatMap((word) => word.trim().toLowerCase() || []);
  const isKnown = (word: string): boolean =>
    word === 'none' || autoNames.some((name) => word.replace(/^-/, '') === name);
  const known = words.filter(isKnown);
  const hasOnly = known.some((word) => !word.startsWith('-'));
  const switches = Object.fromEntries(
    autoNames.map((name) => [name, !known.includes(`-${name}`) && (!hasOnly || known.includes(name))]),
  );
  return { switches, unknown: words.filter((word) => !isKnown(word)) };
}
