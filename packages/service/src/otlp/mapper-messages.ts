import type { OtlpErrorCode, RejectedSpans } from '@radiograph/otel/otlp';

/** To the thread that reads exports: one request of OTLP, unpacked. The bytes are moved. */
export interface MappingTask {
  readonly id: number;
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  readonly strict: boolean;
}

/** What a request became. */
export interface MappedExport {
  /** The documents as JSON in UTF-8, one after the other. */
  readonly bytes: Uint8Array;
  /** Where each document ends in `bytes`. */
  readonly ends: Uint32Array;
  readonly rejected: RejectedSpans;
}

/** Back from the thread. */
export type MappingResult =
  | { readonly id: number; readonly mapped: MappedExport }
  | { readonly id: number; readonly refused: { readonly code: OtlpErrorCode; readonly detail: string } };
