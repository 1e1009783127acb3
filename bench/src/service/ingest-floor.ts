import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The least there is to do: receives datagrams, parses their JSON, and inserts each document as one row of 17 columns with three indexes,
// 500 a transaction, by the driver that the store uses on this version of Node. Answers `cpu` and `stored` over IPC.

interface Document {
  readonly trace_id: string;
  readonly id: string;
  readonly parent_id?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly type?: string;
  readonly start_time: number;
  readonly end_time?: number;
  readonly fault?: boolean;
  readonly error?: boolean;
  readonly throttle?: boolean;
  readonly user?: string;
  readonly http?: {
    readonly request?: { readonly method?: string; readonly url?: string };
    readonly response?: { readonly status?: number };
  };
}

type Value = string | number | null | Uint8Array;

interface Driver {
  exec(sql: string): void;
  prepare(sql: string): { run(...values: readonly unknown[]): unknown };
  close(): void;
}

const PER_TRANSACTION = 500;
const folder = mkdtempSync(join(tmpdir(), 'radiograph-bench-'));
const { database, insert } = openTable(join(folder, 'floor.db'));
let waiting: Value[][] = [];
let stored = 0;

const socket = createSocket('udp4');
socket.on('message', (datagram) => {
  const document = JSON.parse(datagram.toString('utf8', datagram.indexOf(10) + 1)) as Document;
  waiting.push(rowOf(document, datagram));
  if (waiting.length >= PER_TRANSACTION) commit();
});
socket.bind(0, '127.0.0.1', () => {
  socket.setRecvBufferSize(4 * 1024 * 1024);
  process.send?.(socket.address().port);
});
process.on('message', (message) => {
  if (message === 'stored') commit();
  const { user, system } = process.cpuUsage();
  process.send?.(message === 'stored' ? stored : user + system);
});
process.on('disconnect', () => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});

function commit(): void {
  database.exec('BEGIN IMMEDIATE');
  for (const row of waiting) insert(row);
  database.exec('COMMIT');
  stored += waiting.length;
  waiting = [];
}

function rowOf(document: Document, datagram: Uint8Array): Value[] {
  const { trace_id, id, parent_id, name, namespace, type, start_time, end_time, user, http } = document;
  return [
    trace_id,
    id,
    parent_id ?? null,
    name,
    namespace ?? null,
    type ?? null,
    start_time,
    end_time ?? null,
    end_time === undefined ? null : end_time - start_time,
    document.fault ? 1 : 0,
    document.error ? 1 : 0,
    document.throttle ? 1 : 0,
    http?.response?.status ?? null,
    http?.request?.method ?? null,
    http?.request?.url ?? null,
    user ?? null,
    datagram,
  ];
}

function openTable(file: string): { database: Driver; insert: (row: readonly Value[]) => void } {
  const builtin = process.getBuiltinModule('node:sqlite') as
    | { readonly DatabaseSync: new (file: string) => Driver }
    | undefined;
  const libsql = (): (new (file: string) => Driver) =>
    createRequire(fileURLToPath(import.meta.resolve('@radiograph/store')))('libsql');
  const database = new (builtin?.DatabaseSync ?? libsql())(file);
  database.exec(`
    PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000;
    CREATE TABLE segment (trace TEXT, id TEXT, parent TEXT, name TEXT, namespace TEXT, type TEXT, start REAL, end REAL, duration REAL,
      fault INTEGER, error INTEGER, throttle INTEGER, status INTEGER, method TEXT, url TEXT, user TEXT, body BLOB);
    CREATE INDEX by_trace ON segment (trace);
    CREATE INDEX by_name ON segment (name, start);
    CREATE INDEX by_fault ON segment (start) WHERE fault = 1;`);
  const statement = database.prepare(`INSERT INTO segment VALUES (${Array(17).fill('?').join()})`);
  // A lone array is the form in which libsql takes a buffer.
  return {
    database,
    insert: builtin === undefined ? (row) => statement.run(row) : (row) => statement.run(...row),
  };
}
