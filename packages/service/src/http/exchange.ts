import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** What every handler finds in its context: Node's request and response, and the id of this request. */
export interface ExchangeEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    requestId: string;
    /** The key that the request bears, once it is known. */
    keyId?: string;
  };
}

/** One request and its answer. */
export type Exchange = Context<ExchangeEnv>;
