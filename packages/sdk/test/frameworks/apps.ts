import 'reflect-metadata';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import hapiModule from '@hapi/hapi';
import { serve as serveHono } from '@hono/node-server';
import { Controller, Get, HttpException, Module, Param, StreamableFile } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fastify as fastify4 } from 'fastify4';
import { fastify as fastify5 } from 'fastify5';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type KoaModule from 'koa';
import { express } from '../../src/integrations/express/index.js';
import { fastify } from '../../src/integrations/fastify/index.js';
import { hapi } from '../../src/integrations/hapi/index.js';
import { hono } from '../../src/integrations/hono/index.js';
import { handler, type IncomingOptions } from '../../src/integrations/http/index.js';
import { koa } from '../../src/integrations/koa/index.js';
import { nest } from '../../src/integrations/nest/index.js';
import { selfMade } from '../self-made-certificate.js';

/** What every application does: `GET /carts/:id` is `show`, `/feed` is `feed`, `/fails` throws, `/refused` is 403. */
export interface Work {
  show(id: string): Promise<object>;
  fail(): never;
  /** The pieces of a response that is written bit by bit. */
  feed?(): AsyncIterable<string>;
}

/** What it is spoken to with: plain HTTP/1.1, the same over TLS, or HTTP/2 over TLS. */
export type Transport = 'plain' | 'tls' | 'http2';

/** An application that listens on a free port. */
export interface RunningApp {
  readonly url: string;
  close(): Promise<unknown>;
}

/** Starts an application, with its integration where options are given. */
export type StartApp = (work: Work, options?: IncomingOptions, transport?: Transport) => Promise<RunningApp>;

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

/** Makes a server for a listener; each framework takes one, or a maker of one. */
function serverFor(transport: Transport, listener: RequestListener): Server {
  if (transport === 'plain') return createServer(listener);
  if (transport === 'tls') return createTlsServer(selfMade, listener);
  return createSecureServer(selfMade, listener as never) as unknown as Server;
}

function running(server: Server, transport: Transport = 'plain'): RunningApp {
  const { port } = server.address() as AddressInfo;
  return {
    url: `${transport === 'plain' ? 'http' : 'https'}://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections?.();
      }),
  };
}

function listening(listener: RequestListener, transport: Transport = 'plain'): Promise<RunningApp> {
  const server = serverFor(transport, listener);
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(running(server, transport))));
}

const feedOf = (work: Work): Readable => Readable.from(work.feed?.() ?? [], { objectMode: false });

const startHttp: StartApp = async (work, options, transport) => {
  const listener = async (
    request: { url?: string | undefined },
    response: import('node:http').ServerResponse,
  ) => {
    const id = /^\/carts\/([^?]+)/.exec(request.url ?? '')?.[1];
    try {
      if (id !== undefined) {
        const cart = JSON.stringify(await work.show(id));
        response.setHeader('content-type', 'application/json');
        response.end(cart);
      } else if (request.url === '/feed') feedOf(work).pipe(response);
      else if (request.url === '/fails') work.fail();
      else if (request.url === '/refused') response.writeHead(403).end(REFUSED);
      else response.writeHead(404).end();
    } catch {
      response.writeHead(500).end('sorry');
    }
  };
  return listening(options === undefined ? listener : handler(NAME, listener, options), transport);
};

const startExpress =
  (library: 'express4' | 'express5'): StartApp =>
  (work, options, transport) => {
    const createApp = require(library) as typeof import('express');
    const app = createApp();
    app.set('env', 'test');
    if (options !== undefined) app.use(express(NAME, options));
    const router = createApp.Router();
    router.get('/:id', (request, response, next) => {
      work.show(String(request.params.id)).then((cart) => response.json(cart), next);
    });
    app.use('/carts', router);
    app.get('/feed', (_request, response) => void feedOf(work).pipe(response));
    app.get('/fails', () => work.fail());
    app.get('/refused', refuse);
    return listening(app as RequestListener, transport);
  };

const startFastify =
  (create: typeof fastify4 | typeof fastify5): StartApp =>
  async (work, options, transport) => {
    const app = (create as typeof fastify5)({
      ...(transport !== undefined && transport !== 'plain' && { https: selfMade }),
      ...(transport === 'http2' && { http2: true }),
    } as object);
    if (options !== undefined) app.register(fastify(NAME, options));
    app.get('/carts/:id', (request) => work.show((request.params as { id: string }).id));
    app.get('/feed', (_request, reply) => reply.send(feedOf(work)));
    app.get('/fails', async () => work.fail());
    app.get('/refused', async () => refuse());
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { ...running(app.server, transport), close: () => app.close() };
  };

const startKoa: StartApp = (work, options, transport) => {
  const app = new Koa();
  app.silent = true;
  if (options !== undefined) app.use(koa(NAME, options));
  const router = new KoaRouter();
  router.get('/carts/:id', async (ctx) => {
    ctx.body = await work.show(String((ctx['params'] as { id?: string }).id));
  });
  router.get('/feed', (ctx) => {
    ctx.body = feedOf(work);
  });
  router.get('/fails', () => work.fail());
  router.get('/refused', refuse);
  app.use(router.routes());
  return listening(app.callback(), transport);
};

const startHono: StartApp = (work, options, transport = 'plain') => {
  const app = new Hono();
  if (options !== undefined) app.use(hono(NAME, options));
  app.get('/carts/:id', async (c) => c.json(await work.show(c.req.param('id'))));
  app.get('/feed', () => new Response(Readable.toWeb(feedOf(work)) as ReadableStream));
  app.get('/fails', () => work.fail());
  app.get('/refused', () => {
    throw new HTTPException(403, { message: REFUSED });
  });
  app.onError((error, c) => (error instanceof HTTPException ? error.getResponse() : c.text('sorry', 500)));
  return new Promise((ready) => {
    const create = { plain: createServer, tls: createTlsServer, http2: createSecureServer }[transport];
    const place = { fetch: app.fetch, port: 0, hostname: '127.0.0.1' };
    const server = serveHono({ ...place, createServer: create, serverOptions: selfMade } as never, () =>
      ready(running(server as Server, transport)),
    );
  });
};

const startHapi: StartApp = async (work, options, transport = 'plain') => {
  const listener = serverFor(transport, () => {});
  const isSecure = transport !== 'plain';
  const server = hapiModule.server({ port: 0, host: '127.0.0.1', debug: false, listener, tls: isSecure });
  if (options !== undefined) await server.register(hapi(NAME, options));
  server.route([
    { method: 'GET', path: '/carts/{id}', handler: (request) => work.show(String(request.params['id'])) },
    { method: 'GET', path: '/feed', handler: (_request, h) => h.response(feedOf(work)) },
    { method: 'GET', path: '/fails', handler: () => work.fail() },
    { method: 'GET', path: '/refused', handler: () => refuseHapi() },
  ]);
  await server.start();
  const { url } = running(listener, transport);
  return { url, close: () => server.stop({ timeout: 1 }) };
};

function refuseHapi(): never {
  const payload = { statusCode: 403, error: 'Forbidden', message: REFUSED };
  throw Object.assign(new Error(REFUSED), {
    isBoom: true,
    output: { statusCode: 403, payload, headers: {} },
    reformat: () => {},
  });
}

const startNest =
  (platform: 'express' | 'fastify'): StartApp =>
  async (work, options, transport = 'plain') => {
    const secure = transport === 'plain' ? {} : { https: selfMade, http2: transport === 'http2' };
    const settings = { logger: false as const, ...(transport !== 'plain' && { httpsOptions: selfMade }) };
    const app =
      platform === 'fastify'
        ? await NestFactory.create(moduleOf(work), new FastifyAdapter(secure as object), { logger: false })
        : await NestFactory.create(moduleOf(work), settings);
    if (options !== undefined) await nest(app, NAME, options);
    await app.listen(0, '127.0.0.1');
    return { ...running(app.getHttpServer() as Server, transport), close: () => app.close() };
  };

/** What decorators would say; they are called by hand, as the tests' compiler keeps to the language. */
function moduleOf(work: Work): new () => object {
  class Carts {
    show(id: string): Promise<object> {
      return work.show(id);
    }
    feed(): StreamableFile {
      return new StreamableFile(feedOf(work));
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
  method('feed', '/feed');
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
  nest: startNest('express'),
  'nest on fastify': startNest('fastify'),
};

/** Those that can be spoken to with HTTP/2: Express, and so Nest on it, cannot. */
export const http2Apps: readonly string[] = [
  'node:http',
  'fastify4',
  'fastify5',
  'koa',
  'hono',
  'hapi',
  'nest on fastify',
];
