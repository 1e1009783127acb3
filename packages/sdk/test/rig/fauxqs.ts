import { join } from 'node:path';
import { findNode } from '../../../../test/rig/node-versions.js';
import { type ServerProcess, startServer } from './server-process.js';

/** Starts fauxqs, which speaks as SQS and SNS do; it needs a newer Node than the SDK does. */
export async function startFauxqs(): Promise<ServerProcess> {
  const node = await findNode(24);
  if ('missing' in node) throw new Error(node.missing);
  const entry = join(import.meta.dirname, '../../../../node_modules/fauxqs/dist/app.js');
  return startServer({
    command: node.path,
    args: (port) => [
      '--input-type=module',
      '-e',
      `import { startFauxqs } from ${JSON.stringify(entry)}; await startFauxqs({ port: ${port}, host: '127.0.0.1', logger: false });`,
    ],
  });
}
