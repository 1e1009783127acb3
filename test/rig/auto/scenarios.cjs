// What an application does with each library, written as if nobody recorded it; with `hand`, each is wrapped by hand too.
// Each scenario of a client runs inside a segment that is named after it; each of a server asks it for `/name-fails`.
'use strict';
const http = require('node:http');
const { once } = require('node:events');

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Asks with `node:http`, outside any segment, and gives the body. */
function ask(port, path) {
  return new Promise((answered, failed) => {
    http
      .get({ port, host: '127.0.0.1', path, agent: false }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk) => (body += chunk));
        response.on('end', () => answered(body));
      })
      .on('error', failed);
  });
}

/** Resolves when all connections have ended, and with them the segments of their requests. */
const closed = (server) => new Promise((resolve) => server.close(resolve));

async function asked(server, name) {
  await ask(server.address().port, `/${name}-fails`);
  await closed(server);
}

/** @param lib gives a library, loaded as the application loads it  @param hand the integrations, where they are used */
exports.scenarios = ({ lib, hand, segment, ports, calleePort, certificate }) => {
  const fails = (name) => {
    throw new Error(`${name} failed`);
  };
  const plain = (library) => library.default ?? library;

  const express = async (name) => {
    const app = plain(await lib(name))();
    if (hand) app.use((await hand('express')).express());
    app.get(`/${name}-fails`, () => fails(name));
    if (hand && name === 'express4') app.use((await hand('express')).expressErrors());
    app.use((error, _request, response, _next) => response.status(500).end(error.message));
    await asked(await listen(http.createServer(app)), name);
  };
  const fastify = async (name) => {
    const app = plain(await lib(name))();
    if (hand) app.register((await hand('fastify')).fastify());
    app.get(`/${name}-fails`, async () => fails(name));
    await app.listen({ port: 0, host: '127.0.0.1' });
    await ask(app.server.address().port, `/${name}-fails`);
    await app.close();
  };

  const nest = async (name, ...adapter) => {
    require('reflect-metadata');
    const { Controller, Get, Module } = await lib('@nestjs/common');
    const { NestFactory } = await lib('@nestjs/core');
    class Shop {
      show() {
        fails(name);
      }
    }
    Get(`/${name}-fails`)(Shop.prototype, 'show', Object.getOwnPropertyDescriptor(Shop.prototype, 'show'));
    Controller()(Shop);
    class App {}
    Module({ controllers: [Shop] })(App);
    const app = await NestFactory.create(App, ...adapter, { logger: false });
    if (hand) await (await hand('nest')).nest(app);
    await app.listen(0, '127.0.0.1');
    await ask(app.getHttpServer().address().port, `/${name}-fails`);
    await app.close();
  };

  return {
    async http() {
      const server = await listen(http.createServer((_request, response) => response.end('hello')));
      if (hand) {
        const { captureHttp, handler } = await hand('http');
        captureHttp();
        server.removeAllListeners('request');
        server.on(
          'request',
          handler(undefined, (_request, response) => response.end('hello')),
        );
      }
      await ask(server.address().port, '/http');
      await segment('http', () => ask(calleePort, '/callee'));
      await closed(server);
    },
    async https() {
      const https = await lib('node:https');
      const answer = (_request, response) => response.end('hello');
      const listener = hand ? (await hand('http')).handler(undefined, answer) : answer;
      const server = await listen(https.createServer(certificate, listener));
      const { port } = server.address();
      await new Promise((answered, failed) => {
        const options = { host: '127.0.0.1', port, path: '/https', ca: certificate.cert, agent: false };
        https.get(options, (response) => response.resume().on('end', answered)).on('error', failed);
      });
      await closed(server);
    },
    async http2() {
      const http2 = await lib('node:http2');
      const answer = (_request, response) => response.end('hello');
      const listener = hand ? (await hand('http')).handler(undefined, answer) : answer;
      for (const scheme of ['http', 'https']) {
        const isSecure = scheme === 'https';
        const server = isSecure
          ? http2.createSecureServer(certificate, listener)
          : http2.createServer(listener);
        await listen(server);
        const url = `${scheme}://127.0.0.1:${server.address().port}`;
        const session = http2.connect(url, { ca: certificate.cert });
        const stream = session.request({ ':path': '/http2' });
        stream.resume();
        await once(stream, 'end');
        session.close();
        await closed(server);
      }
    },
    async fetch() {
      if (hand) (await hand('fetch')).captureFetch();
      await segment('fetch', async () => (await fetch(`http://127.0.0.1:${calleePort}/callee`)).text());
    },
    express4: () => express('express4'),
    express5: () => express('express5'),
    fastify4: () => fastify('fastify4'),
    fastify5: () => fastify('fastify5'),
    async koa() {
      const app = new (plain(await lib('koa')))();
      app.silent = true;
      if (hand) app.use((await hand('koa')).koa());
      app.use(async () => fails('koa'));
      await asked(await listen(http.createServer(app.callback())), 'koa');
    },
    async hono() {
      const { Hono } = await lib('hono');
      const { getRequestListener } = await lib('@hono/node-server');
      const app = new Hono();
      const api = new Hono();
      if (hand) app.use((await hand('hono')).hono());
      api.get('/hono-fails', () => fails('hono'));
      app.route('/', api);
      app.onError((error, c) => c.text(error.message, 500));
      await asked(await listen(http.createServer(getRequestListener(app.fetch))), 'hono');
    },
    async hapi() {
      const server = (await lib('@hapi/hapi')).server({ port: 0, host: '127.0.0.1', debug: false });
      if (hand) await server.register((await hand('hapi')).hapi());
      server.route({ method: 'GET', path: '/hapi-fails', handler: () => fails('hapi') });
      await server.start();
      await ask(server.info.port, '/hapi-fails');
      await server.stop();
    },
    nest: () => nest('nest'),
    nestOnFastify: async () => {
      const { FastifyAdapter } = await lib('@nestjs/platform-fastify');
      await nest('nestOnFastify', new FastifyAdapter());
    },
    async grpc() {
      const grpc = await lib('@grpc/grpc-js');
      const text = { serialize: (value) => Buffer.from(value), deserialize: String };
      const say = {
        path: '/shop.Carts/Say',
        requestStream: false,
        responseStream: false,
        requestSerialize: text.serialize,
        requestDeserialize: text.deserialize,
        responseSerialize: text.serialize,
        responseDeserialize: text.deserialize,
      };
      const ours = hand ? await hand('grpc') : undefined;
      const server = new grpc.Server({ interceptors: ours ? [ours.grpcServer()] : [] });
      server.addService({ say }, { say: (call, done) => done(null, `hello ${call.request}`) });
      const port = await new Promise((bound, failed) =>
        server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, at) =>
          error ? failed(error) : bound(at),
        ),
      );
      const Carts = grpc.makeGenericClientConstructor({ say }, 'Carts');
      const client = new Carts(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
        interceptors: ours ? [ours.grpc()] : [],
      });
      await segment(
        'grpc',
        () =>
          new Promise((answered, failed) =>
            client.say('al', (error, value) => (error ? failed(error) : answered(value))),
          ),
      );
      client.close();
      await new Promise((done) => server.tryShutdown(done));
    },
    async aws() {
      const settings = {
        region: 'eu-west-1',
        endpoint: `http://127.0.0.1:${calleePort}`,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      };
      const { DynamoDBClient, ListTablesCommand } = await lib('@aws-sdk/client-dynamodb');
      const { ListQueuesCommand, SQSClient } = await lib('@aws-sdk/client-sqs');
      const { ListBucketsCommand, S3Client } = await lib('@aws-sdk/client-s3');
      for (const [client, command] of [
        [new DynamoDBClient(settings), new ListTablesCommand({})],
        [new SQSClient(settings), new ListQueuesCommand({})],
        [new S3Client({ ...settings, forcePathStyle: true }), new ListBucketsCommand({})],
      ]) {
        if (hand) (await hand('aws')).aws(client);
        await segment('aws', () => client.send(command));
        client.destroy();
      }
    },
    async pg() {
      const { Pool } = plain(await lib('pg'));
      const pool = new Pool({
        host: '127.0.0.1',
        port: ports.postgres,
        user: 'radiograph',
        database: 'postgres',
      });
      if (hand) (await hand('pg')).pg(pool);
      await segment('pg', () => pool.query('select $1::int as answer', [42]));
      await pool.end();
    },
    async mysql2() {
      const { createPool } = plain(await lib('mysql2'));
      const pool = createPool({ host: '127.0.0.1', port: ports.mariadb, user: 'root', database: 'mysql' });
      if (hand) (await hand('mysql2')).mysql2(pool);
      await segment('mysql2', () => pool.promise().query('select 42 as answer'));
      await pool.promise().end();
    },
    async libsql() {
      const database = new (plain(await lib('libsql')))(':memory:');
      if (hand) (await hand('sqlite')).sqlite(database);
      await segment('libsql', async () => database.prepare('select 42 as answer').get());
    },
    async betterSqlite3() {
      const database = new (plain(await lib('better-sqlite3')))(':memory:');
      if (hand) (await hand('sqlite')).sqlite(database);
      await segment('betterSqlite3', async () => database.prepare('select 42 as answer').get());
    },
    async sqlite() {
      const { DatabaseSync } = await lib('node:sqlite');
      const database = new DatabaseSync(':memory:');
      if (hand) (await hand('sqlite')).sqlite(database);
      await segment('sqlite', async () => database.prepare('select 42 as answer').get());
    },
    async ioredis() {
      const { Redis } = await lib('ioredis');
      const client = new Redis(ports.redis, '127.0.0.1');
      await once(client, 'ready');
      if (hand) (await hand('ioredis')).ioredis(client);
      await segment('ioredis', () => client.set('radiograph', 'secret'));
      await client.quit();
    },
    async redis() {
      const { createClient } = await lib('redis');
      const client = await createClient({ socket: { port: ports.redis, host: '127.0.0.1' } }).connect();
      if (hand) (await hand('redis')).redis(client);
      await segment('redis', () => client.set('radiograph', 'secret'));
      await client.close();
    },
    async bullmq() {
      const { Queue, Worker } = await lib('bullmq');
      const connection = { host: '127.0.0.1', port: ports.redis };
      const telemetry = hand ? { telemetry: (await hand('bullmq')).bullmq() } : {};
      const name = `jobs-${process.pid}-${Math.random().toString(36).slice(2)}`;
      const queue = new Queue(name, { connection, ...telemetry });
      await segment('bullmq', () => queue.add('mail', { to: 'secret' }));
      const worker = new Worker(name, async () => 'sent', { connection, ...telemetry });
      await once(worker, 'completed');
      await worker.close();
      await queue.obliterate({ force: true });
      await queue.close();
    },
    async graphql() {
      const { buildSchema, graphql } = await lib('graphql');
      if (hand) (await hand('graphql')).graphql();
      const schema = buildSchema('type Query { hello: String }');
      await segment('graphql', () => graphql({ schema, source: '{ hello }', rootValue: { hello: 'hello' } }));
    },
  };
};

/** A service that the scenarios call: some of AWS's as their wire models have them, and anything else. */
exports.startCallee = () =>
  listen(
    http.createServer((request, response) => {
      const isJson = request.headers['x-amz-target'] !== undefined;
      const isS3 = request.url.includes('x-id=');
      response.setHeader('content-type', isJson ? 'application/x-amz-json-1.0' : 'application/xml');
      response.end(
        isJson ? '{}' : isS3 ? '<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>' : 'hello',
      );
    }),
  ).then((server) => ({
    port: server.address().port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  }));
