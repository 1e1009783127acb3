import type { SpanAttributes } from './span-attributes.js';

/** A remote procedure call's two names. */
export interface RpcNames {
  readonly service: string | undefined;
  readonly method: string | undefined;
}

/**
 * Reads the names of a remote procedure call. The new conventions write both into `rpc.method` (`DynamoDB/GetItem`), the old
 * ones had `rpc.service` beside it.
 */
export function rpcNames(attributes: SpanAttributes): RpcNames {
  const service = attributes.seeText(['rpc.service']);
  const method = attributes.seeText(['rpc.method']);
  const slash = method?.lastIndexOf('/') ?? -1;
  if (method === undefined || slash < 0) return { service, method };
  return {
    service: service ?? (method.slice(0, slash) || undefined),
    method: method.slice(slash + 1) || undefined,
  };
}
