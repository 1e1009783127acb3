import type { RootCause, RootCauseEntity, RootCauseService } from '@radiograph/trace';
import { serviceId, type WireServiceId } from './service-id.js';

/** A path from the entry to the culprit, as the API lists it. */
export interface WireRootCause {
  readonly Services: readonly WireRootCauseService[];
  readonly ClientImpacting: boolean;
}

/** One service on that path, with its entities from the segment down. */
export interface WireRootCauseService extends WireServiceId {
  readonly EntityPath: readonly object[];
  readonly Inferred: boolean;
}

/** A cause of faults or errors: its entities carry exceptions. */
export function failureRootCause(cause: RootCause): WireRootCause {
  return wireRootCause(cause, ({ name, exceptions, remote }) => ({
    Name: name,
    Exceptions: exceptions.map((exception) => ({ Name: exception.name, Message: exception.message })),
    Remote: remote,
  }));
}

/** A cause of a long response time: its entities carry their share of it. */
export function responseTimeRootCause(cause: RootCause): WireRootCause {
  return wireRootCause(cause, ({ name, coverage, remote }) =>
    coverage === undefined
      ? { Name: name, Remote: remote }
      : { Name: name, Coverage: coverage, Remote: remote },
  );
}

function wireRootCause(
  { services, clientImpacting }: RootCause,
  entity: (entity: RootCauseEntity) => object,
): WireRootCause {
  return {
    Services: services.map((service) => wireService(service, service.entityPath.map(entity))),
    ClientImpacting: clientImpacting,
  };
}

/** The frequent kinds of nodes are written out: copying the members of an object took longer than all the rest of a summary. */
function wireService(service: RootCauseService, path: readonly object[]): WireRootCauseService {
  const { node, names, inferred } = service;
  const { name, type, accountId } = node;
  if (accountId !== undefined) return { ...serviceId(node, names), EntityPath: path, Inferred: inferred };
  return type === undefined
    ? { Name: name, Names: names, EntityPath: path, Inferred: inferred }
    : { Name: name, Names: names, Type: type, EntityPath: path, Inferred: inferred };
}
