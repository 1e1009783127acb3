/** hapi 21. */

// For users
export { type HapiPlugin, type HapiServer, hapi } from './hapi.js';
