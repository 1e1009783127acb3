/** Outgoing calls of `fetch` and undici. */

// For users
export type { OutgoingOptions } from '../http/outgoing-options.js';
export { captureFetch } from './capture-fetch.js';
