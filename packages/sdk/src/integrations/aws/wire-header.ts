import { TRACE_HEADER } from '@radiograph/protocol';
import { context } from '../../index.js';
import type { AwsHandler, AwsMessage } from './client.js';

/**
 * Puts the trace header on the wire. AWS's signatures leave it out, so it may be added at any time; it is added before the
 * client adds that of the Lambda invocation, which names the wrong parent. One that is there already is kept.
 */
export function addTraceHeader(next: AwsHandler): AwsHandler {
  return (args) => {
    const headers = (args.request as AwsMessage | undefined)?.headers;
    const current = context.getStore();
    if (current !== undefined && headers !== undefined && !hasTraceHeader(headers)) {
      const header = current.downstreamHeader();
      if (header !== '') headers['X-Amzn-Trace-Id'] = header;
    }
    return next(args);
  };
}

function hasTraceHeader(headers: Record<string, string>): boolean {
  for (const name in headers)
    if (name.length === TRACE_HEADER.length && name.toLowerCase() === TRACE_HEADER) return true;
  return false;
}
