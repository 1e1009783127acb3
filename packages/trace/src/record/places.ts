import type { AwsBlock, JsonValue, SegmentDocument } from '@radiograph/protocol';
import { compareText } from '../order.js';
import type { Trace } from '../trace.js';
import type { TraceRecord, UserRecord } from '../trace-record.js';
import { ValuesWithNodes } from './values-with-nodes.js';

/** Collects the users that any segment names. */
export function userRecords(trace: Trace): UserRecord[] {
  const users = new ValuesWithNodes<string>();
  for (const { document, node } of trace.segments) {
    if (document.user) users.add(document.user, document.user, node);
  }
  return users.sorted((name, nodes) => ({ name, nodes }));
}

/** Collects where the segments of a trace ran: zones, instances and resources, each once, in order. */
export function placesOf(
  trace: Trace,
): Pick<TraceRecord, 'availabilityZones' | 'instanceIds' | 'resourceArns'> {
  const zones = new Set<string>();
  const instances = new Set<string>();
  const arns = new Set<string>();
  for (const { document, inferred } of trace.segments) {
    if (inferred) continue;
    const { ec2, ecs } = document.aws ?? {};
    addText(zones, ec2?.['availability_zone']);
    addText(zones, ecs?.['availability_zone']);
    addText(instances, ec2?.['instance_id']);
    for (const arn of arnsOf(document, document.aws)) addText(arns, arn);
  }
  return { availabilityZones: sorted(zones), instanceIds: sorted(instances), resourceArns: sorted(arns) };
}

function arnsOf(document: SegmentDocument, aws: AwsBlock | undefined): (JsonValue | undefined)[] {
  return [document.resource_arn, aws?.function_arn, aws?.ecs?.['container_arn']];
}

function addText(texts: Set<string>, value: JsonValue | undefined): void {
  if (typeof value === 'string' && value !== '') texts.add(value);
}

function sorted(texts: ReadonlySet<string>): string[] {
  return [...texts].sort(compareText);
}
