import type { RootCause, RootCauseEntity, RootCauseService } from '@radiograph/trace';
import { readTime, type StoredTime, writeTime } from './exact-time.js';
import { namesOf, type RecordTables, type StoredNames, type StoredTables, storedNames } from './interned.js';

/** An entity on a path; names and messages of its exceptions come by turns. */
export type EntityRow = readonly [
  name: number,
  remote: 0 | 1,
  coverage: StoredTime | null,
  ...exceptions: number[],
];
/** A service on a path, with its entities. */
export type ServiceRow = readonly [node: number, names: StoredNames, inferred: 0 | 1, ...path: EntityRow[]];

/** A root cause as an array that points into the tables of its record. */
export type RootCauseRow = readonly [clientImpacting: 0 | 1, ...services: ServiceRow[]];

/** Writes a root cause. */
export function rootCauseRow({ clientImpacting, services }: RootCause, tables: RecordTables): RootCauseRow {
  return [clientImpacting ? 1 : 0, ...services.map((service) => serviceRow(service, tables))];
}

/** Reads what {@link rootCauseRow} wrote. */
export function rootCauseOf(row: RootCauseRow, tables: StoredTables): RootCause {
  const services: RootCauseService[] = [];
  for (let i = 1; i < row.length; i++) services.push(serviceOf(row[i] as ServiceRow, tables));
  return { services, clientImpacting: row[0] === 1 };
}

function serviceRow(
  { node, names, inferred, entityPath }: RootCauseService,
  tables: RecordTables,
): ServiceRow {
  const path = entityPath.map((entity) => entityRow(entity, tables));
  return [tables.node(node), storedNames(names, node), inferred ? 1 : 0, ...path];
}

function serviceOf(row: ServiceRow, tables: StoredTables): RootCauseService {
  const node = tables.node(row[0]);
  const entityPath: RootCauseEntity[] = [];
  for (let i = 3; i < row.length; i++) entityPath.push(entityOf(row[i] as EntityRow, tables));
  return { node, names: namesOf(row[1], node), inferred: row[2] === 1, entityPath };
}

/** Names and messages of exceptions by turns. A coverage is a share to six digits, as times are to the microsecond. */
function entityRow({ name, remote, coverage, exceptions }: RootCauseEntity, tables: RecordTables): EntityRow {
  return [
    tables.text(name),
    remote ? 1 : 0,
    coverage === undefined ? null : writeTime(coverage, 0),
    ...exceptions.flatMap((exception) => [tables.text(exception.name), tables.text(exception.message)]),
  ];
}

function entityOf(row: EntityRow, tables: StoredTables): RootCauseEntity {
  const exceptions: { name: string; message: string }[] = [];
  for (let i = 3; i + 1 < row.length; i += 2) {
    exceptions.push({ name: tables.text(row[i] as number), message: tables.text(row[i + 1] as number) });
  }
  const [name, remote, coverage] = [tables.text(row[0]), row[1] === 1, row[2]];
  return coverage === null
    ? { name, remote, exceptions }
    : { name, remote, coverage: readTime(coverage, 0), exceptions };
}
