import { defaultRecorder } from '../../index.js';
import { atFirstUse } from './first-use.js';
import type { Integrations } from './integrations.js';
import { isOn } from './switches.js';

let isHooked = false;

/** Hooks the databases of `node:sqlite`; loading it where no application asks for it would bring Node's warning of it. */
export function hookNodeSqlite(integrations: Integrations): void {
  if (isHooked) return;
  isHooked = true;
  try {
    const { getBuiltinModule } = process as {
      getBuiltinModule?(name: string): { DatabaseSync?: { prototype: object } } | undefined;
    };
    const database = getBuiltinModule?.('node:sqlite')?.DatabaseSync;
    if (database === undefined) throw new TypeError('it has no class DatabaseSync');
    atFirstUse(database.prototype, ['prepare', 'exec'], integrations.sqlite().sqlite, () => isOn('sqlite'));
  } catch (error) {
    defaultRecorder().tellLeftOut('node:sqlite of this version of Node is not recorded by itself', error);
  }
}
