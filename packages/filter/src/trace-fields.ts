import type { SegmentRecord, TraceRecord } from '@radiograph/trace';
import { type Fields, flag, number, string, strings } from './field-reading.js';

/**
 * What a keyword outside of any block reads. Flags of outcome, response time and HTTP are those of the root segment only: an error further down
 * that was handled is not the trace's; `service() { error }` finds it. A trace of orphans has no root: none of these flags hold, and its
 * numbers and strings are absent. Users, zones, instances, ARNs, accounts, `partial`, `inferred` and `throttle` look at every segment.
 */
export const traceFields: Fields<TraceRecord> = {
  ok: flag(({ root }) => root !== undefined && !(root.error || root.throttle || root.fault)),
  error: flag(({ root }) => root?.error ?? false),
  fault: flag(({ root }) => root?.fault ?? false),
  // As in a summary, where HasThrottle is about any segment while HasError and HasFault are about the root.
  throttle: flag((record) => record.throttle),
  partial: flag((record) => record.partial),
  inferred: flag((record) => record.inferred),
  responsetime: number(({ root }) => root?.responseTime),
  duration: number((record) => record.duration),
  'http.status': number(({ root }) => root?.status),
  'http.url': string(({ root }) => root?.url),
  'http.method': string(({ root }) => root?.method),
  'http.useragent': string(({ root }) => root?.userAgent),
  'http.clientip': string(({ root }) => root?.clientIp),
  user: strings(({ users }, test) => users.some(({ name }) => test(name))),
  availabilityzone: strings(({ availabilityZones }, test) => availabilityZones.some((zone) => test(zone))),
  'instance.id': strings(({ instanceIds }, test) => instanceIds.some((id) => test(id))),
  'resource.arn': strings(({ resourceArns }, test) => resourceArns.some((arn) => test(arn))),
  'account.id': strings(({ segments }, test) => segments.some((segment) => hasAccount(segment, test))),
};

function hasAccount({ node }: SegmentRecord, test: (value: string) => boolean): boolean {
  return node.accountId !== undefined && test(node.accountId);
}
