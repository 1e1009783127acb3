/** hapi 21. */

// For users
// For integrators
export { type HapiPlugin, type HapiServer, hapi, hookHapi } from './hapi.js';
