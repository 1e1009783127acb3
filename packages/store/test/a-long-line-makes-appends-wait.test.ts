import { temporaryFolder } from '@radiograph/testkit';
import { expect, it } from 'vitest';
import { Assembler } from '../src/sqlite/assembler.js';
import { AssemblyLine } from '../src/sqlite/assembly-line.js';
import { openForWriting } from '../src/sqlite/database-file.js';
import { DirtySet } from '../src/sqlite/dirty-set.js';
import { Links } from '../src/sqlite/links.js';
import { NodeIds } from '../src/sqlite/node-ids.js';
import { Packer } from '../src/sqlite/packer.js';
import { Rollups } from '../src/sqlite/rollups.js';
import { SearchRows } from '../src/sqlite/search-rows.js';
import { Spans } from '../src/sqlite/spans.js';

it('there is room again once the line has been worked off', async () => {
  await using folder = await temporaryFolder();
  const database = openForWriting(folder.path);
  const [dirty, ids, rollups, links] = [
    new DirtySet(),
    new NodeIds(database),
    new Rollups(database, new Spans(database)),
    new Links(database),
  ];
  const searchRows = new SearchRows(database, ids);
  const line = new AssemblyLine({
    database,
    assembler: new Assembler(database, {
      ids,
      rollups,
      links,
      searchRows,
      packer: new Packer(database),
      maxTraceBytes: 1e6,
      recordOptions: {},
    }),
    rollups,
    searchRows,
    ids,
    links,
    dirty,
    onAssembled: () => undefined,
    onFailure: (_id, error) => expect.fail(String(error)),
    onDatabaseFailure: (error) => expect.fail(String(error)),
  });
  expect(line.room()).toBeUndefined();
  for (let n = 0; n < 20_001; n++) dirty.marked(`1-581cf771-${n.toString(16).padStart(24, '0')}`, true, 0);
  let entered = false;
  const room = line.room()?.then(() => {
    entered = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(entered).toBe(false);
  expect(line.assembleAny()).toBe(true);
  await room;
  expect(entered).toBe(true);
  line.stop();
  database.close();
});
