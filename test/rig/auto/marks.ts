import { type Document, withInner } from './recorded-application.js';

/** What shows that an integration has recorded a scenario: how many of these are in its documents. */
export interface Mark {
  /** As `RADIOGRAPH_AUTO` names it. */
  readonly integration: string;
  readonly times: number;
  readonly isOne: (document: Document) => boolean;
  /** What has to be there besides Node. */
  readonly needs?: 'postgres' | 'mariadb' | 'redis' | 'node:sqlite' | 'better-sqlite3';
  readonly packages: readonly string[];
}

const answers =
  (name: string) =>
  ({ http, cause }: Document): boolean =>
    http?.request?.url?.endsWith(`/${name}-fails`) === true &&
    cause?.exceptions?.length === 1 &&
    cause.exceptions[0]?.message === `${name} failed`;
const hasSql = ({ sql }: Document): boolean => sql?.sanitized_query?.startsWith('select ') === true;
const isCalled =
  (prefix: string) =>
  ({ name }: Document): boolean =>
    name.startsWith(prefix);
const framework = (integration: string, name: string, ...packages: string[]): Mark => ({
  integration,
  times: 1,
  isOne: answers(name),
  packages,
});

/** By the names of the scenarios in scenarios.cjs. */
export const marks: Readonly<Record<string, Mark>> = {
  http: {
    integration: 'http',
    times: 3,
    isOne: ({ http }) => /\/(http|callee)$/.test(http?.request?.url ?? ''),
    packages: [],
  },
  https: {
    integration: 'http',
    times: 1,
    isOne: ({ http }) => /^https:.*\/https$/.test(http?.request?.url ?? ''),
    packages: [],
  },
  http2: {
    integration: 'http',
    times: 2,
    isOne: ({ http }) => http?.request?.url?.endsWith('/http2') === true && http.response?.status === 200,
    packages: [],
  },
  fetch: {
    integration: 'fetch',
    times: 1,
    isOne: ({ namespace, http }) =>
      namespace === 'remote' && http?.request?.url?.endsWith('/callee') === true,
    packages: [],
  },
  express4: framework('express', 'express4', 'express4'),
  express5: framework('express', 'express5', 'express5'),
  fastify4: framework('fastify', 'fastify4', 'fastify4'),
  fastify5: framework('fastify', 'fastify5', 'fastify5'),
  koa: framework('koa', 'koa', 'koa'),
  hono: framework('hono', 'hono', 'hono', '@hono/node-server'),
  hapi: framework('hapi', 'hapi', '@hapi/hapi'),
  nest: framework(
    'nest',
    'nest',
    '@nestjs/core',
    '@nestjs/common',
    '@nestjs/platform-express',
    'reflect-metadata',
    'rxjs',
  ),
  nestOnFastify: framework('nest', 'nestOnFastify', '@nestjs/platform-fastify'),
  grpc: {
    integration: 'grpc',
    times: 2,
    isOne: ({ http }) => http?.request?.url?.endsWith('/shop.Carts/Say') === true,
    packages: ['@grpc/grpc-js'],
  },
  aws: {
    integration: 'aws',
    times: 3,
    isOne: ({ name, namespace }) => namespace === 'aws' && /^(DynamoDB|SQS|S3)$/.test(name),
    packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/client-sqs', '@aws-sdk/client-s3'],
  },
  pg: { integration: 'pg', times: 1, isOne: hasSql, needs: 'postgres', packages: ['pg'] },
  mysql2: { integration: 'mysql2', times: 1, isOne: hasSql, needs: 'mariadb', packages: ['mysql2'] },
  libsql: { integration: 'sqlite', times: 1, isOne: hasSql, packages: ['libsql'] },
  betterSqlite3: {
    integration: 'sqlite',
    times: 1,
    isOne: hasSql,
    needs: 'better-sqlite3',
    packages: [],
  },
  sqlite: { integration: 'sqlite', times: 1, isOne: hasSql, needs: 'node:sqlite', packages: [] },
  ioredis: {
    integration: 'ioredis',
    times: 1,
    isOne: isCalled('redis@'),
    needs: 'redis',
    packages: ['ioredis'],
  },
  redis: { integration: 'redis', times: 1, isOne: isCalled('redis@'), needs: 'redis', packages: ['redis'] },
  bullmq: {
    integration: 'bullmq',
    times: 2,
    isOne: ({ name, metadata }) =>
      name.startsWith('bullmq ') || (metadata?.['bullmq'] !== undefined && name !== 'bullmq'),
    needs: 'redis',
    packages: ['bullmq'],
  },
  graphql: { integration: 'graphql', times: 1, isOne: isCalled('graphql query'), packages: ['graphql'] },
};

/** How often a scenario was recorded by its integration. */
export function timesRecorded(name: string, documents: readonly Document[] = []): number {
  return documents.flatMap(withInner).filter((document) => marks[name]?.isOne(document)).length;
}
