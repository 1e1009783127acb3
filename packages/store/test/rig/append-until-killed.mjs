// Appends the documents of endless seeded traffic with fsync, several appends at a time, and prints each acknowledged document.
import { openStore } from '@radiograph/store';
import { documentBytes, trafficGenerator } from '@radiograph/testkit';

const [folder, seed] = process.argv.slice(2);
const store = await openStore({ folder, packAfterS: 0 });
console.log('open');

async function append(documents) {
  await store.append(documents.map(documentBytes), { durability: 'fsync', maxDocumentBytes: 1_048_576 });
  for (const { trace_id, id } of documents) console.log(`${trace_id} ${id}`);
}

let underWay = [];
for (const { documents } of trafficGenerator(Number(seed))) {
  underWay.push(append(documents));
  if (underWay.length < 8) continue;
  await Promise.all(underWay);
  underWay = [];
}
