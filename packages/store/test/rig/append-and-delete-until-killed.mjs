// Appends the documents of endless seeded traffic, mixed with those of earlier traces, lazily and with fsync, packs what rests, deletes
// the oldest now and then, and prints each acknowledged document until it is killed. One thread only, so that it starts quickly.
import { documentBytes, trafficGenerator } from '@radiograph/testkit';
import { Writer } from '../../dist/sqlite/writer.js';

const [folder, seed] = process.argv.slice(2);
const writer = new Writer({
  folder,
  maxTraceBytes: 1e9,
  packAfterS: 0,
  onChange: () => undefined,
  onTrouble: (message, { error }) => console.log(`trouble ${message} ${error}`),
});
console.log('open');

let held = [];
let appended = 0;
const times = { startS: 1_700_000_000 + Number(seed) * 20, tracesPerS: 0.5 };
for (const { documents } of trafficGenerator(Number(seed), times)) {
  const now = [...documents.slice(0, -1), ...held];
  held = documents.slice(-1);
  const durability = appended++ % 3 === 0 ? 'fsync' : 'lazy';
  await writer.append(now.map(documentBytes), { durability, maxDocumentBytes: 1_048_576 });
  for (const { trace_id, id } of now) console.log(`${trace_id} ${id}`);
  if (appended % 5 === 0) await writer.settle();
  if (appended % 8 === 0) {
    const before = Math.min(...now.map(({ start_time }) => start_time)) - 60;
    console.log(`before ${before}`);
    await writer.deleteBefore(before);
  }
}
