import type { AnnotationValue } from '@radiograph/protocol';
import type { NodeIdentity } from '@radiograph/trace';
import { call } from './call.js';
import { finite, list, members, text, type Unknown } from './reading.js';
import { readIdentity } from './service-graph.js';

/** What the trace list shows of one trace. Times in epoch seconds, durations in seconds. */
export interface TraceSummary {
  readonly id: string;
  readonly start: number;
  readonly duration: number;
  /** Absent while the root is in progress. */
  readonly responseTime?: number;
  /** Flags of the root. */
  readonly error: boolean;
  readonly fault: boolean;
  /** Any segment was throttled. */
  readonly throttle: boolean;
  readonly partial: boolean;
  readonly method?: string;
  readonly url?: string;
  readonly status?: number;
  readonly entry?: NodeIdentity;
  readonly services: readonly NodeIdentity[];
  readonly users: readonly string[];
  readonly annotations: readonly AnnotationSummary[];
  /** Where the trace failed, deepest first, whether or not the client saw it. */
  readonly failures: readonly FailureSummary[];
}

/** One annotation key with the values seen in the trace. */
export interface AnnotationSummary {
  readonly key: string;
  readonly values: readonly AnnotationValue[];
}

/** The end of one root-cause path: the service, and the first exception recorded there. */
export interface FailureSummary {
  readonly kind: 'fault' | 'error';
  readonly service: string;
  readonly exception?: string;
  readonly message?: string;
}

/** One page of a search, newest first. An empty page may carry a token. */
export interface SummaryPage {
  readonly summaries: readonly TraceSummary[];
  readonly scanned: number;
  readonly token?: string;
}

/** What to search: a window `[start, end)` in epoch seconds and a filter expression; empty means all. */
export interface SummaryQuery {
  readonly start: number;
  readonly end: number;
  readonly filter: string;
  readonly token?: string;
}

/** One page of the traces that match. */
export async function fetchTraceSummaries(query: SummaryQuery, signal?: AbortSignal): Promise<SummaryPage> {
  const input = {
    StartTime: query.start,
    EndTime: query.end,
    ...(query.filter.trim() !== '' && { FilterExpression: query.filter }),
    ...(query.token !== undefined && { NextToken: query.token }),
  };
  return readSummaryPage(await call('/TraceSummaries', input, signal));
}

/** X-Ray's GetTraceSummaries answer as a page; summaries without an id are left out. */
export function readSummaryPage(answer: unknown): SummaryPage {
  const page = members(answer);
  const token = text(page['NextToken']);
  return {
    summaries: list(page['TraceSummaries'])
      .map(members)
      .map(readSummary)
      .filter((summary) => summary.id !== ''),
    scanned: finite(page['TracesProcessedCount']) ?? 0,
    ...(token !== undefined && { token }),
  };
}

function readSummary(wire: Unknown): TraceSummary {
  const http = members(wire['Http']);
  const id = text(wire['Id']) ?? '';
  const responseTime = finite(wire['ResponseTime']);
  const method = text(http['HttpMethod']);
  const url = text(http['HttpURL']);
  const status = finite(http['HttpStatus']);
  const entry = wire['EntryPoint'];
  return {
    id,
    start: finite(wire['StartTime']) ?? (Number.parseInt(id.slice(2, 10), 16) || 0),
    duration: finite(wire['Duration']) ?? 0,
    ...(responseTime !== undefined && { responseTime }),
    error: wire['HasError'] === true,
    fault: wire['HasFault'] === true,
    throttle: wire['HasThrottle'] === true,
    partial: wire['IsPartial'] === true,
    ...(method !== undefined && { method }),
    ...(url !== undefined && { url }),
    ...(status !== undefined && { status }),
    ...(typeof entry === 'object' && entry !== null && { entry: readIdentity(members(entry)) }),
    services: list(wire['ServiceIds']).map((service) => readIdentity(members(service))),
    users: list(wire['Users']).flatMap((user) => text(members(user)['UserName']) ?? []),
    annotations: readAnnotations(members(wire['Annotations'])),
    failures: [
      ...readFailures('fault', wire['FaultRootCauses']),
      ...readFailures('error', wire['ErrorRootCauses']),
    ],
  };
}

function readAnnotations(wire: Unknown): readonly AnnotationSummary[] {
  return Object.entries(wire).map(([key, values]) => ({
    key,
    values: list(values).flatMap((value) => readAnnotationValue(members(members(value)['AnnotationValue']))),
  }));
}

function readAnnotationValue(wire: Unknown): readonly AnnotationValue[] {
  const value = wire['StringValue'] ?? wire['NumberValue'] ?? wire['BooleanValue'];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [value] : [];
}

function readFailures(kind: 'fault' | 'error', causes: unknown): readonly FailureSummary[] {
  return list(causes).flatMap((cause) => {
    const service = members(list(members(cause)['Services']).at(-1));
    const entity = members(list(service['EntityPath']).at(-1));
    const thrown = members(list(entity['Exceptions'])[0]);
    const exception = text(thrown['Name']);
    const message = text(thrown['Message']);
    const name = text(service['Name']);
    if (name === undefined) return [];
    return [
      {
        kind,
        service: name,
        ...(exception !== undefined && { exception }),
        ...(message !== undefined && { message }),
      },
    ];
  });
}
