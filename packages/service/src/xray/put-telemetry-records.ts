import { type Static, type TNumber, type TObject, type TOptional, Type } from '@sinclair/typebox';
import { readTime, Text, Time } from '../http/members.js';
import type { DaemonReport } from '../own/daemon-health.js';
import { type Operation, operation } from './operation.js';

const Count: TOptional<TNumber> = Type.Optional(Type.Number({ minimum: 0, expects: 'a count, 0 or more' }));

const ConnectionErrors: TObject<Record<string, TOptional<TNumber>>> = Type.Object({
  TimeoutCount: Count,
  ConnectionRefusedCount: Count,
  HTTPCode4XXCount: Count,
  HTTPCode5XXCount: Count,
  UnknownHostCount: Count,
  OtherCount: Count,
});

const TelemetryRecord = Type.Object(
  {
    Timestamp: Time,
    SegmentsReceivedCount: Count,
    SegmentsSentCount: Count,
    SegmentsSpilloverCount: Count,
    SegmentsRejectedCount: Count,
    BackendConnectionErrors: Type.Optional(ConnectionErrors),
  },
  { expects: 'a telemetry record { "Timestamp": …, "SegmentsReceivedCount": … }' },
);

const Input = Type.Object({
  TelemetryRecords: Type.Array(TelemetryRecord, {
    maxItems: 1000,
    expects: 'a list of at most 1,000 telemetry records',
  }),
  EC2InstanceId: Type.Optional(Text('at most 20 characters', { maxLength: 20 })),
  Hostname: Type.Optional(Text('at most 255 characters', { maxLength: 255 })),
  ResourceARN: Type.Optional(Text('at most 500 characters', { maxLength: 500 })),
});

/** Takes what a daemon counts of itself, for the view of daemons' health. */
export const putTelemetryRecords: Operation = operation({
  name: 'PutTelemetryRecords',
  path: '/TelemetryRecords',
  right: 'write',
  input: Input,
  async answer(input, { daemons }) {
    // All are read before any is kept: a bad record refuses the request whole.
    const reports = input.TelemetryRecords.map((record, index) => reportOf(input, record, index));
    for (const report of reports) daemons.add(report);
    return {};
  },
});

function reportOf(
  sender: Static<typeof Input>,
  record: Static<typeof TelemetryRecord>,
  index: number,
): DaemonReport {
  return {
    ...(sender.Hostname === undefined ? {} : { hostname: sender.Hostname }),
    ...(sender.EC2InstanceId === undefined ? {} : { ec2InstanceId: sender.EC2InstanceId }),
    ...(sender.ResourceARN === undefined ? {} : { resourceArn: sender.ResourceARN }),
    lastReport: readTime(`TelemetryRecords[${index}].Timestamp`, record.Timestamp),
    received: record.SegmentsReceivedCount ?? 0,
    sent: record.SegmentsSentCount ?? 0,
    spilled: record.SegmentsSpilloverCount ?? 0,
    rejected: record.SegmentsRejectedCount ?? 0,
    connectionErrors: knownErrors(record.BackendConnectionErrors ?? {}),
  };
}

/** Only the modelled counters: what else a sender writes must not grow the memory. */
function knownErrors(errors: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.keys(ConnectionErrors.properties).map((name) => [name, errors[name] ?? 0]),
  );
}
