import { type ReadonlySignal, signal } from '@preact/signals';
import type { Field, Vocabulary } from '@radiograph/filter';
import { type NodeIdentity, nodeKey, type ServiceGraph } from '@radiograph/trace';
import type { TraceSummary } from '../api/trace-summaries.js';

const MOST_NAMES = 500;
const MOST_VALUES = 50;
const LONGEST = 200;

type Value = string | number | boolean;

const services = new Map<string, NodeIdentity>();
/** Values by annotation key, and by keyword under a name no annotation can have. */
const annotations = new Map<string, Set<Value>>();
const keywords = new Map<string, Set<Value>>();
let groups: readonly string[] = [];
const known = signal<Vocabulary>({ services: [], annotationKeys: [] });

/** The names this page has come across, for the completion of filters. Bounded, whatever arrives. */
export const vocabulary: ReadonlySignal<Vocabulary> = known;

/** Takes note of the names on a graph. */
export function noteGraph(graph: ServiceGraph): void {
  const before = size();
  for (const node of graph.nodes) noteService(node.identity);
  publishAfter(before);
}

/** Takes note of the groups that there are. */
export function noteGroups(names: readonly string[]): void {
  groups = names.slice(0, MOST_NAMES);
  publish();
}

/** Takes note of the names and values in summaries. */
export function noteSummaries(summaries: readonly TraceSummary[]): void {
  const before = size();
  for (const summary of summaries) {
    for (const service of summary.services) noteService(service);
    for (const user of summary.users) noteValue(keywords, 'user', user);
    noteValue(keywords, 'http.url', summary.url);
    noteValue(keywords, 'http.method', summary.method);
    noteValue(keywords, 'http.status', summary.status);
    for (const { key, values } of summary.annotations) {
      for (const value of values) noteValue(annotations, key, value);
    }
  }
  publishAfter(before);
}

function noteService(node: NodeIdentity): void {
  if (services.size < MOST_NAMES && node.name.length <= LONGEST) services.set(nodeKey(node), node);
}

function noteValue(values: Map<string, Set<Value>>, key: string, value: Value | undefined): void {
  if (value === undefined || String(value).length > LONGEST || key.length > LONGEST) return;
  const seen = values.get(key) ?? new Set();
  if (seen.size >= MOST_VALUES || (!values.has(key) && values.size >= MOST_NAMES)) return;
  values.set(key, seen.add(value));
}

function size(): number {
  let count = services.size;
  for (const values of [...annotations.values(), ...keywords.values()]) count += 1 + values.size;
  return count;
}

function publishAfter(before: number): void {
  if (size() === before) return;
  publish();
}

function publish(): void {
  known.value = {
    services: [...services.values()],
    annotationKeys: [...annotations.keys()],
    groups,
    valuesOf,
  };
}

function valuesOf(field: Field): readonly Value[] {
  const values = field.kind === 'annotation' ? annotations.get(field.key) : keywords.get(field.name);
  return [...(values ?? [])];
}
