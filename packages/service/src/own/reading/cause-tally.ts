import { type NodeIdentity, nodeKey, type RootCause, type TraceRecord } from '@radiograph/trace';

/** What went wrong, or what took the time. */
export type CauseKind = 'fault' | 'error' | 'responsetime';

/** A path from the entry to a culprit, and in how many traces of each set it was one. */
export interface CauseCount {
  readonly kind: CauseKind;
  readonly services: readonly NodeIdentity[];
  /** The names of the entities inside the last service, from the segment down. */
  readonly entities: readonly string[];
  /** What the culprit threw first. */
  readonly exception?: { readonly name: string; readonly message: string };
  readonly counts: readonly number[];
  /** The latest trace with this cause. */
  readonly traceId: string;
}

const kinds = [
  ['fault', 'faultRootCauses'],
  ['error', 'errorRootCauses'],
  ['responsetime', 'responseTimeRootCauses'],
] as const;

/** Paths counted; beyond this many, new ones are left out. */
const maxCauses = 2_000;

/** Counts root causes in one or two sets of traces. */
export class CauseTally {
  readonly #sets: number;
  readonly #causes = new Map<string, CauseCount & { readonly counts: number[] }>();

  constructor(sets: number) {
    this.#sets = sets;
  }

  /** Counts each path of a trace once. */
  add(set: number, record: TraceRecord): void {
    const seen = new Set<string>();
    for (const [kind, member] of kinds) {
      for (const cause of record[member]) {
        const key = keyOf(kind, cause);
        if (!seen.has(key)) this.#count(set, key, () => causeOf(kind, cause, record.id, this.#sets));
        seen.add(key);
      }
    }
  }

  #count(set: number, key: string, make: () => CauseCount & { readonly counts: number[] }): void {
    let known = this.#causes.get(key);
    if (known === undefined) {
      if (this.#causes.size >= maxCauses) return;
      known = make();
      this.#causes.set(key, known);
    }
    known.counts[set] = (known.counts[set] ?? 0) + 1;
  }

  /** The `top` most frequent causes of each kind. */
  result(top: number): readonly CauseCount[] {
    const sum = ({ counts }: CauseCount): number => counts.reduce((total, count) => total + count, 0);
    const sorted = [...this.#causes.values()].sort((one, other) => sum(other) - sum(one));
    return kinds.flatMap(([kind]) => sorted.filter((cause) => cause.kind === kind).slice(0, top));
  }
}

function keyOf(kind: CauseKind, cause: RootCause): string {
  const exception = lastEntity(cause)?.exceptions[0]?.name ?? null;
  return JSON.stringify([
    kind,
    cause.services.map(({ node }) => nodeKey(node)),
    entitiesOf(cause),
    exception,
  ]);
}

function causeOf(
  kind: CauseKind,
  cause: RootCause,
  traceId: string,
  sets: number,
): CauseCount & { readonly counts: number[] } {
  const exception = lastEntity(cause)?.exceptions[0];
  return {
    kind,
    services: cause.services.map(({ node }) => node),
    entities: entitiesOf(cause),
    ...(exception !== undefined && { exception }),
    counts: new Array<number>(sets).fill(0),
    traceId,
  };
}

function entitiesOf(cause: RootCause): readonly string[] {
  return cause.services.at(-1)?.entityPath.map(({ name }) => name) ?? [];
}

function lastEntity(cause: RootCause): RootCause['services'][number]['entityPath'][number] | undefined {
  return cause.services.at(-1)?.entityPath.at(-1);
}
