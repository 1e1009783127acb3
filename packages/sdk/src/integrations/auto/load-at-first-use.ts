import type { Integrations } from './integrations.js';

/** Integrations that are loaded when their library is. Only where there is `require`: this file works in the CommonJS build alone. */
export const integrations: Integrations = {
  aws: () => require('../aws/index.js'),
  bullmq: () => require('../bullmq/index.js'),
  express: () => require('../express/layer.js'),
  fastify: () => require('../fastify/index.js'),
  grpc: () => require('../grpc/grpc-hook.js'),
  hapi: () => require('../hapi/index.js'),
  hono: () => require('../hono/hono-errors.js'),
  koa: () => require('../koa/index.js'),
  nest: () => require('../nest/nest.js'),
  pg: () => require('../pg/index.js'),
  sqlite: () => require('../sqlite/index.js'),
};
