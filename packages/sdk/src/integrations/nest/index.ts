/** Nest, on Express or Fastify. */

// For users
export { type NestApplication, nest } from './nest.js';
