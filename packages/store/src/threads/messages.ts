import { StoreError, type StoreErrorCode } from '../store-error.js';

/** From the store to a thread. */
export type ThreadRequest =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly argument: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** From a thread to the store. `ready` is the first; a thread that cannot start says `failed` and ends. */
export type ThreadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: SentError }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: SentError }
  | { readonly kind: 'changed'; readonly traceIds: readonly string[] }
  /** Nothing is written any more, and why. */
  | { readonly kind: 'refused'; readonly damage: string }
  | {
      readonly kind: 'note';
      readonly message: string;
      readonly fields: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'trouble';
      readonly message: string;
      readonly fields: Readonly<Record<string, unknown>>;
    };

/** An error as it crosses between threads; a class would arrive as a bare Error. */
export interface SentError {
  readonly code?: StoreErrorCode;
  readonly message: string;
  readonly stack?: string;
}

/** Makes an error fit to cross. */
export function sendableError(error: unknown): SentError {
  if (error instanceof StoreError) {
    return { code: error.code, message: error.message.slice(error.code.length + 2), ...stackOf(error) };
  }
  if (error instanceof Error) return { message: error.message, ...stackOf(error) };
  return { message: String(error) };
}

/** The error that was sent, with its origin as the cause. */
export function receivedError({ code, message, stack }: SentError): Error {
  const options = stack === undefined ? {} : { cause: stack };
  return code === undefined ? new Error(message, options) : new StoreError(code, message, options);
}

function stackOf(error: Error): { stack?: string } {
  return error.stack === undefined ? {} : { stack: error.stack };
}
