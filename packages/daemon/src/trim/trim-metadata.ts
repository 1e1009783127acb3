import { matchesWildcard } from '@radiograph/protocol';

/** What happens to metadata by its keys: `namespace.key` for one key of a namespace, a key alone wherever it stands, also further in. */
export interface MetadataRules {
  readonly drop: readonly string[];
  readonly hash: readonly string[];
  readonly hashOf: (value: string) => string;
}

type Members = Record<string, unknown>;

/** Takes keys out of an entity's metadata, or hashes their values, in place. True when something was changed. */
export function trimMetadata(metadata: unknown, rules: MetadataRules): boolean {
  let changed = false;
  // A list of its own, since metadata may be nested deeper than a stack is.
  const waiting: [value: object, path: string][] = isObject(metadata) ? [[metadata, '']] : [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, namespace] = next;
    for (const key of Object.keys(value)) {
      const members = value as Members;
      const names = namesOf(value, key, namespace);
      if (isNamed(rules.drop, names)) {
        delete members[key];
        changed = true;
      } else if (isNamed(rules.hash, names)) {
        hashMember(members, key, rules.hashOf);
        changed = true;
      } else if (isObject(members[key]))
        waiting.push([members[key], value === metadata ? `${key}.` : FURTHER_IN]);
    }
  }
  return changed;
}

/** Below a namespace's own keys there are no names with a dot. */
const FURTHER_IN = '\0';

/** Under which names a member may be chosen; a list's members have none. */
function namesOf(value: object, key: string, namespace: string): readonly string[] {
  if (Array.isArray(value)) return [];
  return namespace === '' || namespace === FURTHER_IN ? [key] : [key, namespace + key];
}

function isNamed(patterns: readonly string[], names: readonly string[]): boolean {
  return patterns.some((pattern) => names.some((name) => matchesWildcard(pattern, name)));
}

/** An own property, whatever its name: assigning to `__proto__` would set none. */
function hashMember(members: Members, key: string, hashOf: (value: string) => string): void {
  const value = members[key];
  const hashed = hashOf(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  Object.defineProperty(members, key, {
    value: hashed,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
