import { openStore } from '@radiograph/store';
import { storeConformance } from '@radiograph/store/conformance';
import { temporaryFolder } from '@radiograph/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';

storeConformance({ describe, it, expect }, 'sqlite, packed as soon as it has settled', async (options) => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  return openStore({ folder: folder.path, packAfterS: 0, ...options });
});
