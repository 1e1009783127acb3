import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from './rig/eventually.js';
import { temporaryFolder } from './rig/temporary-folder.js';

interface Graph {
  readonly Services: readonly { readonly Name: string; readonly Type?: string }[];
}

it('npm start shows the services of the shop, its database and its table; Ctrl-C ends every process', async () => {
  const script = join(import.meta.dirname, '../scripts/start.mjs');
  const args = [script, '--port', String(await freePort()), '--data', temporaryFolder(), '--rate', '12'];
  const demo = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const group = -(demo.pid ?? 0);
  onTestFinished(() => void (isAlive(group) && process.kill(group, 'SIGKILL')));

  const url = await announcedUrl(demo.stdout);
  await eventually(async () => {
    const now = Date.now() / 1000;
    const answer = await fetch(`${url}/ServiceGraph`, {
      method: 'POST',
      body: JSON.stringify({ StartTime: now - 600, EndTime: now + 10 }),
    });
    const { Services } = (await answer.json()) as Graph;
    expect(Services.map(({ Name, Type }) => `${Name} (${Type ?? 'service'})`).sort()).toEqual([
      'orders (service)',
      'orders.db@localhost (Database::SQL)',
      'shop-stock (AWS::DynamoDB::Table)',
      'stock (service)',
      'web (client)',
      'web (service)',
    ]);
  }, 20_000);

  process.kill(group, 'SIGINT'); // as a terminal does: to the whole group
  const [code] = (await once(demo, 'exit')) as [number];
  expect(code).toBe(0);
  await eventually(async () => expect(isAlive(group)).toBe(false), 2000);
}, 90_000);

function announcedUrl(output: NodeJS.ReadableStream): Promise<string> {
  const urls: string[] = [];
  return new Promise((resolve) => {
    createInterface({ input: output }).on('line', (line) => {
      const url = /http:\/\/\S+/.exec(line)?.[0];
      if (url !== undefined) urls.push(url);
      if (line.includes('Ctrl-C') && urls[0] !== undefined) resolve(urls[0]);
    });
  });
}

/** Whether any process of a group is left. */
function isAlive(group: number): boolean {
  try {
    return process.kill(group, 0);
  } catch {
    return false;
  }
}
