/** Nest, on Express or Fastify. */

// For users
// For integrators
export { type NestApplication, nest, recordNestErrors } from './nest.js';
