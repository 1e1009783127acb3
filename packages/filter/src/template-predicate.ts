import type { RootCause, RootCauseEntity, RootCauseService, TraceRecord } from '@radiograph/trace';
import type { Predicate } from './field-reading.js';
import type {
  EntityTemplate,
  ExceptionTemplate,
  RootCauseTemplate,
  ServiceTemplate,
} from './root-cause-template.js';

/** Whether one of a record's three lists of root causes equals the template. */
export function templatePredicate(template: readonly RootCauseTemplate[]): Predicate<TraceRecord> {
  return (record) =>
    listMatches(record.faultRootCauses, template, causeMatches) ||
    listMatches(record.errorRootCauses, template, causeMatches) ||
    listMatches(record.responseTimeRootCauses, template, causeMatches);
}

/** An array matches in order and whole; one that is left out matches any. */
function listMatches<Item, Template>(
  items: readonly Item[],
  templates: readonly Template[] | undefined,
  matches: (item: Item, template: Template) => boolean,
): boolean {
  if (templates === undefined) return true;
  if (items.length !== templates.length) return false;
  return items.every((item, index) => {
    const template = templates[index];
    return template !== undefined && matches(item, template);
  });
}

function causeMatches(cause: RootCause, template: RootCauseTemplate): boolean {
  return (
    matchesScalar(cause.clientImpacting, template.ClientImpacting) &&
    listMatches(cause.services, template.Services, serviceMatches)
  );
}

function serviceMatches(service: RootCauseService, template: ServiceTemplate): boolean {
  return (
    matchesScalar(service.node.name, template.Name) &&
    matchesScalar(service.node.accountId, template.AccountId) &&
    matchesScalar(service.node.type, template.Type) &&
    matchesScalar(service.inferred, template.Inferred) &&
    listMatches(service.names, template.Names, matchesScalar) &&
    listMatches(service.entityPath, template.EntityPath, entityMatches)
  );
}

function entityMatches(entity: RootCauseEntity, template: EntityTemplate): boolean {
  return (
    matchesScalar(entity.name, template.Name) &&
    matchesScalar(entity.coverage, template.Coverage) &&
    matchesScalar(entity.remote, template.Remote) &&
    listMatches(entity.exceptions, template.Exceptions, exceptionMatches)
  );
}

function exceptionMatches(
  exception: RootCauseEntity['exceptions'][number],
  template: ExceptionTemplate,
): boolean {
  return matchesScalar(exception.name, template.Name) && matchesScalar(exception.message, template.Message);
}

function matchesScalar<Value>(found: Value, wanted: Value): boolean {
  return wanted === undefined || found === wanted;
}
