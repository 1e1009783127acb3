/** Koa. */

// For users
export { type KoaContext, type KoaMiddleware, koa } from './koa.js';
