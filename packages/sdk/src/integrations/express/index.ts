/** Express 4 and 5. */

// For users
export { type ErrorMiddleware, express, expressErrors, type Middleware } from './express.js';
