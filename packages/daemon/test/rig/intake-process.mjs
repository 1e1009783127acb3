/**
 * An intake in a process of its own, on Linux. Answers each message of its parent with what it received and how often the socket's thread has given
 * the processor away of itself: to sleep, or to wait for anything.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { startIntake } from '../../dist/intake.js';

const threads = () => new Set(readdirSync('/proc/self/task'));
// The threads of Node's own pool start with its first work.
await Promise.all(Array.from({ length: 8 }, () => readFile('/proc/self/status')));
const before = threads();
const intake = await startIntake({
  sink: { accept: (batch) => Promise.resolve(batch.map(() => ({ accepted: true }))) },
  host: '127.0.0.1',
  port: 0,
  sinkCopies: true,
});
const [thread] = [...threads()].filter((id) => !before.has(id));
process.on('message', () => {
  const status = readFileSync(`/proc/self/task/${thread}/status`, 'utf8');
  const pauses = Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1]);
  process.send?.({ ...intake.counters(), pauses });
});
process.send?.(intake.address);
