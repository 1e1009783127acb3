import { context, type Entity, type Subsegment } from '../../index.js';
import { isLeftAlone, isTraced, type OutgoingOptions } from './outgoing-options.js';

/** What is known of an outgoing call before it is sent. */
export interface OutgoingCall {
  readonly method: string;
  /** Host name, and the port unless it is the scheme's own: the name of the call's subsegment. */
  readonly host: string;
  /** Without a query, and without user and password. */
  readonly url: string;
}

/** How an outgoing call is traced: the header it must carry, and its subsegment when it is recorded. */
export interface TracedCall {
  readonly header: string;
  /** W3C's header, where the recorder is to send it too. */
  readonly traceparent: string | undefined;
  readonly subsegment: Subsegment | undefined;
}

const REMOTE = { namespace: 'remote' } as const;

/**
 * Begins the subsegment of an outgoing call; `undefined` outside any segment, and for hosts that are left alone. Where
 * nothing is recorded there is only a header that says so, and neither where the call is itself the work of an AWS SDK's
 * subsegment.
 */
export function beginOutgoing(
  describe: () => OutgoingCall,
  options: OutgoingOptions = {},
): TracedCall | undefined {
  const current = context.getStore();
  if (current === undefined) return undefined;
  const isTransport = current.kind === 'subsegment' && current.namespace === 'aws';
  if (isTransport || (!current.sampled && options.ignore === undefined)) return tracedBy(current);
  const { method, host, url } = describe();
  if (isLeftAlone(host, options)) return undefined;
  if (!current.sampled) return tracedBy(current);
  const subsegment = current.beginSubsegment(host, REMOTE);
  if (!subsegment.sampled) return tracedBy(current);
  subsegment.setHttp({
    request: isTraced(host, options) ? { method, url, traced: true } : { method, url },
  });
  return {
    header: subsegment.downstreamHeader(),
    traceparent: subsegment.downstreamTraceparent(),
    subsegment,
  };
}

function tracedBy(entity: Entity): TracedCall {
  return {
    header: entity.downstreamHeader(),
    traceparent: entity.downstreamTraceparent(),
    subsegment: undefined,
  };
}
