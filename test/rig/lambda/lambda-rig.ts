import type { SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { type FunctionOptions, type LambdaFunction, startFunction } from '@radiograph/testkit/lambda';
import { onTestFinished } from 'vitest';
import { listenUdp, type UdpReceiver } from '../../../packages/sdk/test/udp-receiver.js';
import type { InstalledSdk } from '../installed-sdk.js';

/** What Lambda hands a function whose trace is recorded. */
export const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
export const TRACE_ID = '1-5759e988-bd862e3fe1be46a994272793';
export const FACADE_ID = '53995c3f42cd8ad8';

/** A function that runs, and the daemon it sends to. */
export interface RunningFunction extends LambdaFunction {
  readonly daemon: UdpReceiver;
}

/** Runs a handler of a project until the test has finished. */
export async function runFunction(
  project: InstalledSdk,
  handler: string,
  options: Partial<FunctionOptions> = {},
): Promise<RunningFunction> {
  const daemon = await listenUdp();
  onTestFinished(() => daemon.close());
  const running = await startFunction({
    folder: project.folder,
    handler,
    daemonAddress: daemon.address,
    ...options,
  });
  onTestFinished(() => running.stop());
  return { ...running, daemon };
}

/** One segment or subsegment of what arrived, without what differs from run to run. */
export interface Outline {
  readonly name: string;
  readonly in: string | undefined;
  readonly [member: string]: unknown;
}

/** Every segment and subsegment of documents, each with the name of what it is in; `facade` is Lambda's own segment. */
export function outline(documents: readonly TraceDocument[]): Outline[] {
  const all = documents.flatMap((document) => flatten(document, document.parent_id));
  const names = new Map(all.map(([{ id, name }]) => [id, name]));
  names.set(FACADE_ID, 'facade');
  return all.map(([entity, parentId]) => ({
    ...stable(entity),
    name: entity.name,
    in: parentId === undefined ? undefined : (names.get(parentId) ?? parentId),
  }));
}

type Flat = readonly [entity: SubsegmentDocument, parentId: string | undefined];

function flatten(entity: TraceDocument | SubsegmentDocument, parentId: string | undefined): Flat[] {
  const { subsegments = [] } = entity;
  return [
    [entity as SubsegmentDocument, parentId],
    ...subsegments.flatMap((child) => flatten(child, entity.id)),
  ];
}

function stable(entity: SubsegmentDocument): object {
  const { id, parent_id, start_time, end_time, subsegments, cause, ...rest } = entity;
  const { service, aws, ...kept } = rest as typeof rest & { service?: unknown; aws?: { xray?: unknown } };
  const exceptions = typeof cause === 'object' ? cause.exceptions : undefined;
  return {
    ...kept,
    ...(exceptions !== undefined && {
      exceptions: exceptions.map(({ type, message }) => `${type}: ${message}`),
    }),
    ...(typeof cause === 'string' && { exceptions: 'recorded elsewhere' }),
    ...(aws !== undefined && aws.xray === undefined && { aws }),
  };
}
