import { expect, it } from 'vitest';
import { accessibilityProblems, openConsole, someTraffic } from '../rig/console.js';

it('a rule is made with its faults named, tried, changed and deleted', async () => {
  const rig = await openConsole();
  const { page } = rig;
  await rig.open('/sampling');
  await page.getByRole('row', { name: /Default/ }).waitFor();
  await page.getByRole('button', { name: 'New rule' }).click();
  const form = page.getByRole('complementary', { name: 'New rule' });
  await form.getByLabel('Name', { exact: true }).fill('health');
  await form.getByLabel('Priority').fill('0');
  await form.getByRole('button', { name: 'Create the rule' }).click();
  await form.getByText('A whole number from 1 to 9999.').waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await form.getByLabel('Priority').fill('10');
  await form.getByLabel('Reservoir, requests a second').fill('0');
  await form.getByLabel('Rate beyond it, %').fill('0');
  await form.getByLabel('URL path').fill('/health*');
  await form.getByRole('button', { name: 'Create the rule' }).click();
  await page.getByRole('row', { name: /health/ }).waitFor();

  await page.getByRole('region', { name: 'What would a request get?' }).getByLabel('Path').fill('/healthz');
  await page.getByText('health decides and records no request.').waitFor();

  await page.getByRole('button', { name: 'health' }).click();
  const changed = page.getByRole('complementary', { name: 'Rule health' });
  await changed.getByLabel('Rate beyond it, %').fill('50');
  await changed.getByRole('button', { name: 'Save' }).click();
  await page.getByText('health decides and records 50 % of all requests.').waitFor();
  await page.getByRole('button', { name: 'health' }).click();
  await changed.getByRole('button', { name: 'Delete the rule' }).click();
  await expect.poll(() => page.getByRole('row', { name: /health/ }).count()).toBe(0);
  expect(rig.problems()).toEqual([]);
}, 60_000);

it('a group is made, and traces are looked at by it', async () => {
  const documents = someTraffic(40).flatMap((trace) => trace.documents);
  const rig = await openConsole({ documents });
  const { page } = rig;
  await rig.open('/groups');
  await page.getByRole('button', { name: 'New group' }).click();
  const form = page.getByRole('complementary', { name: 'New group' });
  await form.getByLabel('Name', { exact: true }).fill('posts');
  await form.getByLabel('Expression').fill('http.method = ');
  await form.getByText('^').first().waitFor();
  await form.getByLabel('Expression').fill('http.method = "POST"');
  expect(await accessibilityProblems(page)).toEqual([]);
  await form.getByRole('button', { name: 'Create the group' }).click();
  await page.getByRole('row', { name: /posts/ }).getByRole('link', { name: 'traces' }).click();
  const filter = page.getByRole('combobox', { name: 'Filter' });
  await expect.poll(() => filter.inputValue()).toBe('group.name = "posts"');
  await page.getByText(/^\d+ matched/).waitFor();
  await expect.poll(() => page.getByRole('complementary', { name: 'Refine' }).innerText()).toMatch(/POST/);

  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await filter.click();
  await page.getByRole('option', { name: /group\.name = "posts"/ }).waitFor();
  expect(rig.problems()).toEqual([]);
}, 60_000);
