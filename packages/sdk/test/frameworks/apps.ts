import 'reflect-metadata';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import hapiModule from '@hapi/hapi';
import { serve as serveHono } from '@hono/node-server';
import { Controller, Get, HttpException, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { fastify as fastify4 } from 'fastify4';
import { fastify as fastify5 } from 'fastify5';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type KoaModule from 'koa';
import { express, expressErrors } from '../../src/integrations/express/index.js';
import { fastify } from '../../src/integrations/fastify/index.js';
import { hapi } from '../../src/integrations/hapi/index.js';
import { hono } from '../../src/integrations/hono/index.js';
import { handler, type IncomingOptions } from '../../src/integrations/http/index.js';
import { koa } from '../../src/integrations/koa/index.js';
import { nest } from '../../src/integrations/nest/index.js';

/** What every application does: `GET /carts/:id` is `show`, `GET /fails` throws, `GET /refused` is 403. */
export interface Work {
  show(id: string): Promise<object>;
  fail(): never;
}

/** An application that listens on a free port. */
export interface RunningApp {
  readonly url: string;
  close(): Promise<unknown>;
}

/** Starts an application, with its integration where options are given. */
export type StartApp = (work: Work, options?: IncomingOptions) => Promise<RunningApp>;

/** Where the versions lie that test/package.json names. */
const require = createRequire(join(import.meta.dirname, '../../../../test/package.json'));
const Koa = require('koa') as typeof KoaModule;
const { Router: KoaRouter } = require('@koa/router') as { Router: new () => KoaRouting };

interface KoaRouting {
  get(path: string, middleware: (ctx: KoaModule.Context) => unknown): void;
  routes(): KoaModule.Middleware;
}
const REFUSED = 'not yours';
const NAME = 'shop';

function refuse(): never {
  throw Object.assign(new Error(REFUSED), { status: 403, statusCode: 403, expose: true });
}

function running(server: Server): RunningApp {
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server): Promise<RunningApp> {
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(running(server))));
}

const startHttp: StartApp = async (work, options) => {
  const { createServer } = await import('node:http');
  const listener = async (
    request: { url?: string | undefined },
    response: import('node:http').ServerResponse,
  ) => {
    const id = /^\/carts\/([^?]+)/.exec(request.url ?? '')?.[1];
    try {
      if (id !== undefined)
        response.setHeader('content-type', 'application/json').end(JSON.stringify(await work.show(id)));
      else if (request.url === '/fails') work.fail();
      else if (request.url === '/refused') response.writeHead(403).end(REFUSED);
      else response.writeHead(404).end();
    } catch {
      response.writeHead(500).end('sorry');
    }
  };
  return listening(createServer(options === undefined ? listener : handler(NAME, listener, options)));
};

const startExpress =
  (library: 'express4' | 'express5'): StartApp =>
  (work, options) => {
    const createApp = require(library) as typeof import('express');
    const app = createApp();
    app.set('env', 'test');
    if (options !== undefined) app.use(express(NAME, options));
    const router = createApp.Router();
    router.get('/:id', (request, response, next) => {
      work.show(String(request.params.id)).then((cart) => response.json(cart), next);
    });
    app.use('/carts', router);
    app.get('/fails', () => work.fail());
    app.get('/refused', refuse);
    if (options !== undefined && library === 'express4') app.use(expressErrors());
    return new Promise((ready) => {
      const server = app.listen(0, '127.0.0.1', () => ready(running(server)));
    });
  };

const startFastify =
  (create: typeof fastify4 | typeof fastify5): StartApp =>
  async (work, options) => {
    const app = (create as typeof fastify5)();
    if (options !== undefined) app.register(fastify(NAME, options));
    app.get('/carts/:id', (request) => work.show((request.params as { id: string }).id));
    app.get('/fails', async () => work.fail());
    app.get('/refused', async () => refuse());
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { ...running(app.server), close: () => app.close() };
  };

const startKoa: StartApp = (work, options) => {
  const app = new Koa();
  app.silent = true;
  if (options !== undefined) app.use(koa(NAME, options));
  const router = new KoaRouter();
  router.get('/carts/:id', async (ctx) => {
    ctx.body = await work.show(String((ctx['params'] as { id?: string }).id));
  });
  router.get('/fails', () => work.fail());
  router.get('/refused', refuse);
  app.use(router.routes());
  return new Promise((ready) => {
    const server = app.listen(0, '127.0.0.1', () => ready(running(server)));
  });
};

const startHono: StartApp = (work, options) => {
  const app = new Hono();
  if (options !== undefined) app.use(hono(NAME, options));
  app.get('/carts/:id', async (c) => c.json(await work.show(c.req.param('id'))));
  app.get('/fails', () => work.fail());
  app.get('/refused', () => {
    throw new HTTPException(403, { message: REFUSED });
  });
  app.onError((error, c) => (error instanceof HTTPException ? error.getResponse() : c.text('sorry', 500)));
  return new Promise((ready) => {
    const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
      ready(running(server as Server)),
    );
  });
};

const startHapi: StartApp = async (work, options) => {
  const server = hapiModule.server({ port: 0, host: '127.0.0.1', debug: false });
  if (options !== undefined) await server.register(hapi(NAME, options));
  server.route([
    { method: 'GET', path: '/carts/{id}', handler: (request) => work.show(String(request.params['id'])) },
    { method: 'GET', path: '/fails', handler: () => work.fail() },
    { method: 'GET', path: '/refused', handler: () => refuseHapi() },
  ]);
  await server.start();
  return { url: `http://127.0.0.1:${server.info.port}`, close: () => server.stop({ timeout: 1 }) };
};

function refuseHapi(): never {
  const payload = { statusCode: 403, error: 'Forbidden', message: REFUSED };
  throw Object.assign(new Error(REFUSED), {
    isBoom: true,
    output: { statusCode: 403, payload, headers: {} },
    reformat: () => {},
  });
}

const startNest: StartApp = async (work, options) => {
  const app = await NestFactory.create(moduleOf(work), { logger: false });
  if (options !== undefined) await nest(app, NAME, options);
  await app.listen(0, '127.0.0.1');
  return { ...running(app.getHttpServer() as Server), close: () => app.close() };
};

/** What decorators would say; they are called by hand, as the tests' compiler keeps to the language. */
function moduleOf(work: Work): new () => object {
  class Carts {
    show(id: string): Promise<object> {
      return work.show(id);
    }
    fails(): never {
      return work.fail();
    }
    refused(): never {
      throw new HttpException(REFUSED, 403);
    }
  }
  const method = (name: keyof Carts, path: string): void => {
    const descriptor = Object.getOwnPropertyDescriptor(Carts.prototype, name) as PropertyDescriptor;
    Get(path)(Carts.prototype, name, descriptor);
  };
  Param('id')(Carts.prototype, 'show', 0);
  method('show', '/carts/:id');
  method('fails', '/fails');
  method('refused', '/refused');
  Controller()(Carts);
  class Shop {}
  Module({ controllers: [Carts] })(Shop);
  return Shop;
}

/** Every framework, by the alias it has in test/package.json. */
export const apps: Readonly<Record<string, StartApp>> = {
  'node:http': startHttp,
  express4: startExpress('express4'),
  express5: startExpress('express5'),
  fastify4: startFastify(fastify4),
  fastify5: startFastify(fastify5),
  koa: startKoa,
  hono: startHono,
  hapi: startHapi,
  nest: startNest,
};
