import type { ExceptionDocument, StackFrame } from '@radiograph/protocol';
import type { AssembledEntity } from '@radiograph/trace';

/** An exception with the chain of those that led to it, the nearest first. */
export interface ExceptionChain {
  readonly exception: ExceptionDocument;
  readonly causes: readonly ExceptionDocument[];
}

/** What an entity says about why it failed. */
export interface EntityExceptions {
  readonly chains: readonly ExceptionChain[];
  /** Where the exception it refers to was recorded, when that is another entity. */
  readonly recordedAt?: string;
}

/** Every exception of a trace by its id, with the entity that recorded it. */
export type ExceptionIndex = ReadonlyMap<
  string,
  { readonly exception: ExceptionDocument; readonly entityId: string }
>;

/** Indexes the exceptions of all entities. */
export function indexExceptions(entities: Iterable<AssembledEntity>): ExceptionIndex {
  const index = new Map<string, { exception: ExceptionDocument; entityId: string }>();
  for (const entity of entities) {
    for (const exception of recordedBy(entity)) {
      if (typeof exception.id === 'string')
        index.set(exception.id, { exception, entityId: entity.document.id });
    }
  }
  return index;
}

/** The exceptions of one entity, each with its causes; causes are not listed on their own again. */
export function entityExceptions(entity: AssembledEntity, index: ExceptionIndex): EntityExceptions {
  const { cause, id } = entity.document;
  if (typeof cause === 'string') {
    const found = index.get(cause);
    if (found === undefined) return { chains: [] };
    const chains = [{ exception: found.exception, causes: causesOf(found.exception, index) }];
    return found.entityId === id ? { chains } : { chains, recordedAt: found.entityId };
  }
  const own = recordedBy(entity);
  const asCause = new Set(own.map((exception) => exception.cause));
  const heads = own.filter((exception) => !asCause.has(exception.id));
  return {
    chains: (heads.length > 0 ? heads : own).map((exception) => ({
      exception,
      causes: causesOf(exception, index),
    })),
  };
}

/** Whether a frame is the application's own, not a library's or the platform's. */
export function isOwnFrame(frame: StackFrame): boolean {
  return !/(^|[\\/])node_modules[\\/]|^node:|^internal\//.test(frame.path ?? '');
}

function recordedBy(entity: AssembledEntity): readonly ExceptionDocument[] {
  const { cause } = entity.document;
  return typeof cause === 'object' && cause !== null ? (cause.exceptions ?? []) : [];
}

function causesOf(exception: ExceptionDocument, index: ExceptionIndex): readonly ExceptionDocument[] {
  const causes: ExceptionDocument[] = [];
  const seen = new Set([exception.id]);
  for (let id = exception.cause; id !== undefined && !seen.has(id); id = causes.at(-1)?.cause) {
    const cause = index.get(id)?.exception;
    if (cause === undefined) break;
    seen.add(id);
    causes.push(cause);
  }
  return causes;
}
