/** Outgoing calls of `fetch` and undici. */

// For users
export { captureFetch } from './capture-fetch.js';
