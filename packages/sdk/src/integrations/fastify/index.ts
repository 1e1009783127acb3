/** Fastify 4 and 5. */

// For users
export { type FastifyPlugin, type FastifyServer, fastify } from './fastify.js';
