import * as aws from '../aws/index.js';
import * as bullmq from '../bullmq/index.js';
import * as express from '../express/layer.js';
import * as fastify from '../fastify/index.js';
import { hookGrpcClients, hookGrpcServers } from '../grpc/grpc-hook.js';
import * as hapi from '../hapi/index.js';
import { hookHono } from '../hono/hono-errors.js';
import * as koa from '../koa/index.js';
import * as nest from '../nest/nest.js';
import * as pg from '../pg/index.js';
import * as sqlite from '../sqlite/index.js';
import type { Integrations } from './integrations.js';

/** All integrations, loaded already: a bundle holds them anyhow, and ES modules cannot be loaded at once when a library is. */
export const integrations: Integrations = {
  aws: () => aws,
  bullmq: () => bullmq,
  express: () => express,
  fastify: () => fastify,
  grpc: () => ({ hookGrpcClients, hookGrpcServers }),
  hapi: () => hapi,
  hono: () => ({ hookHono }),
  koa: () => koa,
  nest: () => nest,
  pg: () => pg,
  sqlite: () => sqlite,
};
