import { request } from 'node:http';
import type { Service } from '@radiograph/service';
import { describe, expect, test } from 'vitest';
import { exchangeRaw, runningService } from './running-service.js';

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}

function ask(
  service: Service,
  { method = 'POST', path = '/GetSamplingRules', headers = {} }: Asked,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const { address: host, port } = service.address;
    request({ host, port, method, path, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });
}

describe('Host', () => {
  test('names of the loopback, the bound address and public hosts are ours', async () => {
    const { service } = await runningService({ publicHosts: ['Traces.Example'] });
    const { port } = service.address;
    const own = [
      `127.0.0.1:${port}`,
      'localhost',
      `LOCALHOST:${port}`,
      'xray.localhost:80',
      '[::1]:2000',
      '127.9.9.9',
      'traces.example:8443',
      'traces.example.',
    ];
    for (const host of own) expect([host, await ask(service, { headers: { host } })]).toEqual([host, 200]);
  });

  test('a name that was rebound to this address is refused, for reading and writing alike', async () => {
    const { service } = await runningService();
    const foreign = [
      'evil.example',
      'localhost.evil.example',
      '10.1.2.3',
      'evil.example:2000',
      '127.0.0.1.evil.example',
    ];
    for (const host of foreign) {
      expect([host, await ask(service, { headers: { host } })]).toEqual([host, 403]);
      expect([host, await ask(service, { method: 'GET', path: '/', headers: { host } })]).toEqual([
        host,
        403,
      ]);
      expect([
        host,
        await ask(service, { method: 'GET', path: '/radiograph/v1/status', headers: { host } }),
      ]).toEqual([host, 403]);
    }
    for (const host of ['a b', 'user@127.0.0.1', '127.0.0.1:x', '']) {
      const answer = await exchangeRaw(
        service,
        `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      expect([host, answer]).toEqual([host, expect.stringMatching(/^HTTP\/1.1 (400|403) /)]);
    }
  });

  test('the error of a refused host has the shape of the API that was asked', async () => {
    const { service } = await runningService();
    const answer = await exchangeRaw(
      service,
      'POST /Traces HTTP/1.1\r\nHost: evil\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
    );
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
    expect(answer).toContain('"__type":"AccessDeniedException"');
    const own = await exchangeRaw(
      service,
      'GET /radiograph/v1/status HTTP/1.1\r\nHost: evil\r\nConnection: close\r\n\r\n',
    );
    expect(own).toContain('"code":"service/forbidden-host"');
  });

  test('under the wildcard address, the address that the connection came in by is ours', async () => {
    const { service } = await runningService({ host: '0.0.0.0', insecure: true });
    const answer = await fetch(`http://127.0.0.1:${service.address.port}/radiograph/v1/status`);
    expect(answer.status).toBe(200);
  });
});

describe('Origin', () => {
  test('only the service’s own pages may send', async () => {
    const { service } = await runningService();
    const host = `127.0.0.1:${service.address.port}`;
    expect(await ask(service, { headers: { origin: `http://${host}` } })).toBe(200);
    const foreign = [
      'http://evil.example',
      'null',
      `http://127.0.0.1:${service.address.port + 1}`,
      `http://${host}.evil.example`,
      'http://localhost',
    ];
    for (const origin of foreign) {
      expect([origin, await ask(service, { headers: { origin } })]).toEqual([origin, 403]);
      const read = { method: 'GET', path: '/radiograph/v1/status', headers: { origin } };
      expect([origin, await ask(service, read)]).toEqual([origin, 403]);
    }
  });

  test('a request that a browser marks as another site’s is refused even without Origin', async () => {
    const { service } = await runningService();
    const path = '/radiograph/v1/status';
    expect(await ask(service, { method: 'GET', path, headers: { 'sec-fetch-site': 'cross-site' } })).toBe(
      403,
    );
    expect(await ask(service, { method: 'GET', path, headers: { 'sec-fetch-site': 'same-site' } })).toBe(403);
    expect(await ask(service, { method: 'GET', path, headers: { 'sec-fetch-site': 'same-origin' } })).toBe(
      200,
    );
    expect(await ask(service, { method: 'GET', path, headers: { 'sec-fetch-site': 'none' } })).toBe(200);
  });
});

test('every answer carries the headers that guard it in a browser, and none that opens it', async () => {
  const { service, post } = await runningService();
  const answers = [
    await fetch(service.url),
    await post('/Traces', { TraceIds: [] }),
    await post('/x', {}),
    await fetch(`${service.url}/radiograph/v1/status`),
  ];
  for (const { headers } of answers) {
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});
