/** The integrations that objects of libraries are hooked by, each as a function that loads it. */
export interface Integrations {
  readonly aws: () => typeof import('../aws/index.js');
  readonly bullmq: () => typeof import('../bullmq/index.js');
  readonly express: () => typeof import('../express/layer.js');
  readonly fastify: () => typeof import('../fastify/index.js');
  readonly grpc: () => typeof import('../grpc/grpc-hook.js');
  readonly hapi: () => typeof import('../hapi/index.js');
  readonly hono: () => typeof import('../hono/hono-errors.js');
  readonly koa: () => typeof import('../koa/index.js');
  readonly nest: () => typeof import('../nest/nest.js');
  readonly pg: () => typeof import('../pg/index.js');
  readonly sqlite: () => typeof import('../sqlite/index.js');
}
