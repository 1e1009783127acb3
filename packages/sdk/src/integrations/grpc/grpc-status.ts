import type { Entity, ErrorKind } from '../../index.js';

/** How a call of gRPC ended. */
export interface GrpcStatus {
  readonly code: number;
  readonly details?: string | null;
}

const NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;
const FAULTS: ReadonlySet<string> = new Set([
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
]);

/** How a status counts, as the X-Ray SDK for Go has it; `undefined` for success. Codes that gRPC has not are faults. */
export function kindOfStatus(code: number): ErrorKind | undefined {
  if (code === 0) return undefined;
  const name = NAMES[code];
  if (name === 'RESOURCE_EXHAUSTED') return 'throttle';
  return name === undefined || FAULTS.has(name) ? 'fault' : 'error';
}

/** Ends a call's segment or subsegment with its status: the code as an annotation, what is no success as an exception. */
export function closeWithStatus(entity: Entity, status: GrpcStatus, remote: boolean): void {
  if (entity.closed) return;
  const name = NAMES[status.code] ?? String(status.code);
  const kind = kindOfStatus(status.code);
  entity.annotate('grpc_status', name);
  if (kind !== undefined) entity.addError({ name, message: status.details ?? '' }, { kind, remote });
  entity.close();
}
