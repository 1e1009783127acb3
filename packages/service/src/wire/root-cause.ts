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
  return wireRootCause(cause, ({ name, coverage, remote }) => ({
    Name: name,
    ...(coverage === undefined ? {} : { Coverage: coverage }),
    Remote: remote,
  }));
}

function wireRootCause(cause: RootCause, entity: (entity: RootCauseEntity) => object): WireRootCause {
  return {
    Services: cause.services.map((service: RootCauseService) => ({
      ...serviceId(service.node, service.names),
      EntityPath: service.entityPath.map(entity),
      Inferred: service.inferred,
    })),
    ClientImpacting: cause.clientImpacting,
  };
}
