import type { TraceStore } from '@radiograph/store';
import { Type } from '@sinclair/typebox';
import { memberReader } from '../../http/members.js';
import { type WireService, wireServices } from '../../wire/service.js';
import { readScope, type ScopeRules, scopeMembers } from './scope.js';

/** The answer of `POST /radiograph/v1/graph`: the service graph of the traces that match a filter, in the shape of GetServiceGraph. */
export interface GraphAnswer {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly Services: readonly WireService[];
}

const readInput = memberReader(Type.Object(scopeMembers));

/** Draws the graph of a scope. */
export async function graph(
  members: Record<string, unknown>,
  { store, signal, ...rules }: ScopeRules & { store: Pick<TraceStore, 'serviceGraph'>; signal: AbortSignal },
): Promise<GraphAnswer> {
  const { start, end, grouped } = await readScope(readInput(members), rules);
  const found = await store.serviceGraph({ start, end, ...grouped }, signal);
  return { StartTime: start, EndTime: end, Services: wireServices(found) };
}
