/** Express 4 and 5. */

// For users
// For integrators
export { type ErrorMiddleware, express, expressErrors, listenToRouter, type Middleware } from './express.js';
