import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

const secret = 'reader-secret-0123';
const keys = {
  text: JSON.stringify({
    keys: [
      { id: 'reader', secret, rights: ['read'] },
      { id: 'writer', secret: 'writer-secret-0123', rights: ['write'] },
    ],
  }),
};

async function site() {
  const { service } = await runningService({ keys });
  const { url } = service;
  const request = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { redirect: 'manual', ...init });
  const form = (fields: Record<string, string>, headers: Record<string, string> = { Origin: url }) =>
    request('/radiograph/v1/login', { method: 'POST', headers, body: new URLSearchParams(fields) });
  const post = (path: string, headers: Record<string, string>) =>
    request(path, { method: 'POST', headers, body: '{}' });
  return { url, request, form, post };
}

function cookieOf(response: Response): string {
  return (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';
}

test('a page leads to the login, the login back to the page, and the cookie is for this site and no script', async () => {
  const { request, form } = await site();
  const page = await request('/traces?since=1h', { headers: { Accept: 'text/html,*/*' } });
  expect([page.status, page.headers.get('Location')]).toEqual([303, '/login?to=%2Ftraces%3Fsince%3D1h']);
  const login = await request('/login?to=%2Ftraces%3Fsince%3D1h');
  const html = await login.text();
  expect(html).toContain('value="/traces?since=1h"');
  expect(html).not.toMatch(/<script|<style|style=|onload/);
  expect(login.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  const style = /href="(\/login-[^"]+\.css)"/.exec(html)?.[1] ?? '';
  expect((await request(style)).headers.get('Content-Type')).toMatch(/text\/css/);

  const done = await form({ id: 'reader', secret, to: '/traces?since=1h' });
  expect([done.status, done.headers.get('Location')]).toEqual([303, '/traces?since=1h']);
  expect(done.headers.get('Set-Cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  const Cookie = cookieOf(done);
  expect((await request('/', { headers: { Accept: 'text/html', Cookie } })).status).toBe(200);
  expect((await request('/radiograph/v1/status', { headers: { Cookie } })).status).toBe(200);
  expect((await request('/login', { headers: { Cookie } })).status).toBe(303);
});

test('behind HTTPS the cookie is secure', async () => {
  const { url, form } = await site();
  const done = await form({ id: 'reader', secret }, { Origin: url.replace('http:', 'https:') });
  expect(done.headers.get('Set-Cookie')).toMatch(/; Secure$/);
});

test('a cookie acts only for pages of this site', async () => {
  const { url, form, post } = await site();
  const Cookie = cookieOf(await form({ id: 'reader', secret }));
  expect((await post('/Groups', { Cookie, Origin: url })).status).toBe(200);
  expect((await post('/Groups', { Cookie, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  expect((await post('/Groups', { Cookie })).status).toBe(403);
  expect((await post('/Groups', { Cookie, Origin: 'http://evil.example' })).status).toBe(403);
  expect((await post('/Groups', { Cookie, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect((await post('/CreateGroup', { Cookie, Origin: url })).status).toBe(403);
});

test('a wrong secret, another key’s secret and a form of a foreign page log nobody in', async () => {
  const { form, request } = await site();
  for (const fields of [
    { id: 'reader', secret: 'wrong-secret-01234' },
    { id: 'writer', secret },
  ]) {
    const refused = await form(fields);
    expect([refused.status, refused.headers.get('Set-Cookie')]).toEqual([403, null]);
    expect(await refused.text()).toContain('role="alert"');
  }
  expect((await form({ id: 'reader', secret }, {})).status).toBe(403);
  expect((await form({ id: 'reader', secret }, { Origin: 'http://evil.example' })).status).toBe(403);
  const json = await request('/radiograph/v1/login', {
    method: 'POST',
    body: JSON.stringify({ id: 'reader', secret: 'wrong-secret-01234' }),
  });
  expect([json.status, (await json.json()).code]).toEqual([403, 'service/unknown-key']);
});

test.each(['//evil.example', '/\\evil.example', 'http://evil.example', '/\tx', ''])(
  'a login leads to no other site: %j',
  async (to) => {
    const { form, request } = await site();
    expect((await form({ id: 'reader', secret, to })).headers.get('Location')).toBe('/');
    const html = await (await request(`/login?to=${encodeURIComponent(to)}`)).text();
    expect(html).toContain('name="to" value="/"');
  },
);

test('a logout ends the session, whoever kept the cookie', async () => {
  const { url, form, post, request } = await site();
  const Cookie = cookieOf(await form({ id: 'reader', secret }));
  const ended = await post('/radiograph/v1/logout', { Cookie, Origin: url });
  expect([ended.status, ended.headers.get('Set-Cookie')]).toEqual([
    204,
    expect.stringMatching(/^radiograph_session=; Max-Age=0;/),
  ]);
  expect((await request('/radiograph/v1/status', { headers: { Cookie } })).status).toBe(403);
});

test('without keys there is nothing to log in to', async () => {
  const { service } = await runningService();
  expect((await fetch(`${service.url}/`)).status).toBe(200);
  expect((await fetch(`${service.url}/radiograph/v1/login`, { method: 'POST' })).status).toBe(404);
});
