/** Incoming and outgoing requests of `node:http` and `node:https`. */

// For users
export { captureHttp } from './capture-http.js';
export { handler, type IncomingOptions } from './handler.js';

// For integrators
export { beginIncoming, failIncoming, type SegmentName } from './incoming-request.js';
export { beginOutgoing, type OutgoingCall, type TracedCall } from './outgoing-call.js';
