import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { accessibilityProblems, openConsole } from '../rig/console.js';
import { temporaryFolder } from '../rig/temporary-folder.js';

it('a page whose session has ended says so, and leads to the login and back to the same view', async () => {
  const keys = join(temporaryFolder(), 'keys.json');
  const key = { id: 'ops', secret: 'a secret of many characters', rights: ['read'] };
  writeFileSync(keys, JSON.stringify({ keys: [key] }), { mode: 0o600 });
  const { page, url } = await openConsole({ flags: ['--keys', keys] });
  const logIn = async (): Promise<void> => {
    await page.getByLabel('Key id').fill(key.id);
    await page.getByLabel('Secret').fill(key.secret);
    await page.getByRole('button', { name: 'Log in' }).click();
  };

  await page.goto(`${url}/exceptions?since=15m`);
  await page.getByLabel('Secret').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await logIn();
  await page.getByText('Nothing was thrown').waitFor();

  await page.context().clearCookies();
  await page.getByRole('link', { name: 'Traces' }).click();
  await page.getByText('You are logged out').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('link', { name: 'Log in' }).click();
  await page.getByLabel('Secret').waitFor();
  expect(page.url()).toBe(`${url}/login?to=${encodeURIComponent('/traces?since=15m')}`);

  await logIn();
  await page.getByText('No traces in this time').waitFor();
  expect(page.url()).toBe(`${url}/traces?since=15m`);
}, 60_000);
