import { limits, type Rejection } from '@radiograph/protocol';
import { Type } from '@sinclair/typebox';
import { Text } from '../http/members.js';
import { ServiceError } from '../service-error.js';
import { type Operation, operation } from './operation.js';

interface UnprocessedTraceSegment {
  readonly Id?: string;
  readonly ErrorCode: string;
  readonly Message: string;
}

const encoder = new TextEncoder();

/**
 * Stores segment documents. Answers when those that are good are on disk; the bad ones come back in
 * `UnprocessedTraceSegments` and stop no other.
 */
export const putTraceSegments: Operation = operation({
  name: 'PutTraceSegments',
  path: '/TraceSegments',
  right: 'write',
  maxBodyBytes: 16 * 1024 * 1024,
  input: Type.Object({
    TraceSegmentDocuments: Type.Array(Text('each segment document as a string of JSON'), {
      expects: 'a list of segment documents, each a string of JSON',
    }),
  }),
  async answer({ TraceSegmentDocuments: documents }, { store, strict, intake, segmentRate, nowS }) {
    if (documents.length === 0) return { UnprocessedTraceSegments: [] };
    if (segmentRate?.take(documents.length, nowS()) === false)
      throw new ServiceError('service/throttled', 'Too many segments in one second; try again in the next.');
    const verdicts = await store.append(
      // Each its own buffer: the store transfers them to another thread.
      documents.map((document) => encoder.encode(document)),
      {
        durability: 'fsync',
        maxDocumentBytes: strict ? limits.segmentBytes : limits.httpSegmentBytes,
        strict,
      },
    );
    intake.count(verdicts);
    return { UnprocessedTraceSegments: verdicts.filter((verdict) => !verdict.accepted).map(unprocessed) };
  },
});

function unprocessed(rejection: Rejection): UnprocessedTraceSegment {
  return {
    ...(rejection.id === undefined ? {} : { Id: rejection.id }),
    ErrorCode: rejection.code,
    Message: rejection.message,
  };
}
