/** Incoming and outgoing requests of `node:http` and `node:https`, and incoming ones of `node:http2`. */

// For users
export { captureHttp } from './capture-http.js';
export { handler } from './handler.js';
export type { IncomingOptions, SegmentName } from './incoming-options.js';
// For integrators
export { beginIncoming, failIncoming, type RouteOf, recordRequestError } from './incoming-request.js';
export { beginOutgoing, type OutgoingCall, type TracedCall } from './outgoing-call.js';
export type { OutgoingOptions } from './outgoing-options.js';
