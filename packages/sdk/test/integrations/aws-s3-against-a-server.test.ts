import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import S3rver from 's3rver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aws } from '../../src/integrations/aws/index.js';
import { captureHttp } from '../../src/integrations/http/index.js';
import { only, record } from '../recording.js';

const folder = mkdtempSync(join(tmpdir(), 'radiograph-s3-'));
const Bucket = 'invoices';
let server: S3rver;
let client: S3Client;

beforeAll(async () => {
  captureHttp();
  const options = { port: 0, address: '127.0.0.1', directory: folder, silent: true };
  server = new S3rver({ ...options, configureBuckets: [{ name: Bucket }] });
  const { port } = await server.run();
  client = aws(
    new S3Client({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    }),
  );
});
afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

test('calls have bucket, counts and status, and never the key or the body', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'secret-key', Body: 'secret body' }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'secret-key' }));
    expect(await Body?.transformToString()).toBe('secret body');
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(1);
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'secret-key' }] } }));
  });
  const calls = only(traces).subsegments ?? [];
  expect(
    calls.map(({ name, namespace, aws, http }) => [
      name,
      namespace,
      aws?.operation,
      aws?.bucket_name,
      http?.response?.status,
    ]),
  ).toEqual(
    ['PutObject', 'GetObject', 'ListObjectsV2', 'DeleteObjects'].map((operation) => [
      'S3',
      'aws',
      operation,
      Bucket,
      200,
    ]),
  );
  expect(calls[2]?.aws?.['object_count']).toBe(1);
  expect(calls[3]?.aws?.['deleted_object_count']).toBe(1);
  expect(JSON.stringify(calls)).not.toContain('secret');
});

test('K1: what is not there is an error and not a fault', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', () =>
    expect(client.send(new GetObjectCommand({ Bucket, Key: 'nothing' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    }),
  );
  const [call] = only(traces).subsegments ?? [];
  expect(call).toMatchObject({ error: true, http: { response: { status: 404 } } });
  expect(call?.fault).toBeUndefined();
});

test('a URL that is only signed is no call, bears no trace header, and works', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'signed', Body: 'hello' }));
  const { recorder, traces } = record();
  const url = await recorder.segment('shop', () =>
    getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'signed' })),
  );
  expect(only(traces).subsegments).toBeUndefined();
  expect(url.toLowerCase()).not.toContain('trace');
  const status = await new Promise((told) => get(url, (response) => told(response.resume().statusCode)));
  expect(status).toBe(200);
});
