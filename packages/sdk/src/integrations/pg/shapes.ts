/** A client of `pg`, by its shape. */
export interface PgClient {
  query(...args: never[]): unknown;
}

/** A pool of `pg`, by its shape. */
export interface PgPool extends PgClient {
  connect(...args: never[]): unknown;
}

/** What a client knows of its connection. */
export interface KnownClient {
  query: (...args: unknown[]) => unknown;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  readonly connection?: { on?(event: string, listener: (message: unknown) => void): unknown };
}

/** What a pool knows and does. */
export interface KnownPool {
  connect: (...args: unknown[]) => unknown;
  Client: new (...args: never[]) => object;
  readonly idleCount: number;
  readonly totalCount: number;
  readonly options: { readonly max?: number };
  readonly _clients?: readonly KnownClient[];
}

/** A query as an object: a configuration, or one that the connection talks to itself, such as a cursor or a COPY stream. */
export interface QueryObject {
  readonly text?: unknown;
  readonly name?: unknown;
  readonly callback?: unknown;
  readonly submit?: unknown;
  readonly cursor?: { readonly text?: unknown };
}
