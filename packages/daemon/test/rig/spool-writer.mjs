/** Appends documents to a spool as fast as it can and tells its parent how many are safe, until it is killed. */
import { Spool } from '../../dist/spool/spool.js';

const spool = await Spool.open({ folder: process.argv[2] ?? '' });
for (let count = 0; ; count += 10) {
  await spool.append(Array.from({ length: 10 }, (_, index) => Buffer.from(`{"n":${count + index}}`)));
  process.send?.(count + 10);
}
