import { openStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { startChild } from './rig/child.js';

it('a folder that another process holds is refused, and is free as soon as that process is killed', async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const child = startChild('hold-folder.mjs', folder.path);
  onTestFinished(child.kill);
  await child.printed(1);
  await expect(openStore({ folder: folder.path })).rejects.toMatchObject({
    code: 'store/locked',
    message: expect.stringContaining(folder.path),
  });
  await child.kill();
  await (await openStore({ folder: folder.path })).close();
});

it('a second store in the same process is refused too, and a closed one leaves the folder free', async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const first = await openStore({ folder: folder.path });
  await expect(openStore({ folder: folder.path })).rejects.toMatchObject({ code: 'store/locked' });
  await first.close();
  await (await openStore({ folder: folder.path })).close();
});
