import { seededRandom, temporaryFolder } from '@radiograph/testkit';
import { it } from 'vitest';
import { startChild } from './rig/child.js';
import { expectAllOf, noteAcknowledged } from './rig/rebuilt.js';

const CHAINS = 2;
const KILLS = 50;

it('after a hundred kills at random moments, everything equals a store rebuilt from the raw documents', {
  timeout: 240_000,
}, async () => {
  await Promise.all(Array.from({ length: CHAINS }, (_, chain) => killedAndRebuilt(chain)));
});

async function killedAndRebuilt(chain: number): Promise<void> {
  await using folder = await temporaryFolder();
  const random = seededRandom(20_261_128 + chain);
  const acknowledged = new Set<string>();
  for (let kill = 0; kill < KILLS; kill++) {
    const seed = String(chain * KILLS + kill);
    const child = startChild('append-and-delete-until-killed.mjs', folder.path, seed);
    await child.printed(random.integer(1, 60));
    await child.kill();
    noteAcknowledged(child.lines.slice(1), acknowledged);
  }
  await expectAllOf(folder.path, acknowledged);
}
