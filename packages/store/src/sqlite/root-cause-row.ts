import type { RootCause, RootCauseEntity, RootCauseService } from '@radiograph/trace';
import { readTime, type StoredTime, writeTime } from './exact-time.js';
import { namesOf, type RecordTables, type StoredNames, type StoredTables, storedNames } from './interned.js';

type EntityRow = readonly [name: number, remote: 0 | 1, coverage: StoredTime | null, ...exceptions: number[]];
type ServiceRow = readonly [node: number, names: StoredNames, inferred: 0 | 1, ...path: EntityRow[]];

/** A root cause as an array that points into the tables of its record. */
export type RootCauseRow = readonly [clientImpacting: 0 | 1, ...services: ServiceRow[]];

/** Writes a root cause. */
export function rootCauseRow({ clientImpacting, services }: RootCause, tables: RecordTables): RootCauseRow {
  return [clientImpacting ? 1 : 0, ...services.map((service) => serviceRow(service, tables))];
}

/** Reads what {@link rootCauseRow} wrote. */
export function rootCauseOf([clientImpacting, ...services]: RootCauseRow, tables: StoredTables): RootCause {
  return {
    services: services.map((row) => serviceOf(row, tables)),
    clientImpacting: clientImpacting === 1,
  };
}

function serviceRow(
  { node, names, inferred, entityPath }: RootCauseService,
  tables: RecordTables,
): ServiceRow {
  const path = entityPath.map((entity) => entityRow(entity, tables));
  return [tables.node(node), storedNames(names, node), inferred ? 1 : 0, ...path];
}

function serviceOf([at, names, inferred, ...path]: ServiceRow, tables: StoredTables): RootCauseService {
  const node = tables.node(at);
  return {
    node,
    names: namesOf(names, node),
    inferred: inferred === 1,
    entityPath: path.map((row) => entityOf(row, tables)),
  };
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

function entityOf([name, remote, coverage, ...texts]: EntityRow, tables: StoredTables): RootCauseEntity {
  const exceptions: { name: string; message: string }[] = [];
  for (let i = 0; i + 1 < texts.length; i += 2) {
    exceptions.push({ name: tables.text(texts[i] ?? 0), message: tables.text(texts[i + 1] ?? 0) });
  }
  return {
    name: tables.text(name),
    remote: remote === 1,
    ...(coverage !== null && { coverage: readTime(coverage, 0) }),
    exceptions,
  };
}
