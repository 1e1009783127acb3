import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { networkNamespaces } from './rig/network-namespaces.js';
import { temporaryFolder } from './rig/temporary-folder.js';

const namespaces = networkNamespaces();
if ('missing' in namespaces) {
  console.warn(`NOT SHOWN: the official SDK sampling from another network; ${namespaces.missing}`);
  // Where the kernel forbids it no package would help, so that is no fault of the machine that runs the tests.
  if (process.env['CI'] === 'true' && !namespaces.forbidden) throw new Error(namespaces.missing);
}

it.skipIf('missing' in namespaces)(
  'beyond the loopback the official SDK gets rules from a network that is allowed, and none from another',
  async () => {
    const { ip, libraries } = 'ip' in namespaces ? namespaces : { ip: '', libraries: '' };
    const folder = temporaryFolder();
    const keys = join(folder, 'keys.json');
    const key = { id: 'ops', secret: 'a-secret-of-the-test', rights: ['admin'] };
    writeFileSync(keys, JSON.stringify({ keys: [key] }), { mode: 0o600 });
    const { stdout } = await promisify(execFile)(
      'unshare',
      ['-r', '-n', process.execPath, join(import.meta.dirname, 'rig/two-networks.mjs'), ip, folder, keys],
      { env: { ...process.env, ...(libraries !== '' && { LD_LIBRARY_PATH: libraries }) }, timeout: 50_000 },
    );
    const [allowed, other] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    // Beyond the loopback, `Default` is X-Ray's: one a second and 5 %.
    const polled = { rules: [['Default', 0.05]], targets: ['Default'], polled: 200, read: 403 };
    expect(allowed).toEqual({ allow: '10.77.0.0/24', ...polled });
    expect(other).toMatchObject({ allow: '10.99.0.0/16', polled: 403, read: 403 });
    expect(other).not.toMatchObject({ rules: [[expect.anything(), expect.anything()]] });
  },
);
