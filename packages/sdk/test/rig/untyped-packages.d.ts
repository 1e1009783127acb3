declare module 'pg-cursor' {
  import type { Connection, Submittable } from 'pg';

  class Cursor implements Submittable {
    constructor(text: string, values?: unknown[]);
    submit(connection: Connection): void;
    read(rows: number): Promise<unknown[]>;
    close(): Promise<void>;
  }
  export = Cursor;
}
declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream';
  import type { Submittable } from 'pg';
  export function from(text: string): Writable & Submittable;
  export function to(text: string): Readable & Submittable;
}
