/** Hono on `@hono/node-server`. */

// For users
export { type HonoContext, type HonoMiddleware, hono } from './hono.js';
