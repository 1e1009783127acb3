import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '..');
const file = join(root, 'bench/size.json');
const entries = [
  '@radiograph/sdk',
  '@radiograph/sdk/http',
  '@radiograph/sdk/fetch',
  '@radiograph/sdk/express',
  '@radiograph/sdk/fastify',
  '@radiograph/sdk/koa',
  '@radiograph/sdk/hono',
  '@radiograph/sdk/hapi',
  '@radiograph/sdk/nest',
  '@radiograph/sdk/grpc',
  '@radiograph/sdk/aws',
  '@radiograph/sdk/lambda',
  '@radiograph/sdk/pg',
  '@radiograph/sdk/mysql2',
  '@radiograph/sdk/sqlite',
  '@radiograph/sdk/ioredis',
  '@radiograph/sdk/redis',
  '@radiograph/sdk/bullmq',
  '@radiograph/sdk/graphql',
  '@radiograph/sdk/logs',
  '@radiograph/sdk/auto',
];

/**
 * A ratchet: what an application bundles of each entry, minified and compressed, never grows by accident. Where it grows for a
 * reason, or has shrunk: `RADIOGRAPH_WRITE_SIZE=1 npx vitest run test/the-sdk-stays-small.test.ts`.
 */
it('no entry of the SDK is larger than bench/size.json says, nor smaller by more than two percent', async () => {
  const sizes = Object.fromEntries(
    await Promise.all(entries.map(async (entry) => [entry, await gzipBytes(entry)])),
  );
  if (process.env['RADIOGRAPH_WRITE_SIZE'])
    writeFileSync(file, `${JSON.stringify({ gzipBytes: sizes }, null, 2)}\n`);
  const { gzipBytes: allowed } = JSON.parse(readFileSync(file, 'utf8')) as {
    gzipBytes: Record<string, number>;
  };
  expect(Object.keys(allowed)).toEqual(entries);
  for (const entry of entries) {
    const limit = allowed[entry] ?? 0;
    expect(sizes[entry], `${entry} has grown`).toBeLessThanOrEqual(limit);
    expect(sizes[entry], `${entry} has shrunk: write the new size down`).toBeGreaterThan(limit * 0.98);
  }
});

it('an installed SDK takes less than a megabyte, and brings no third-party package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-pack-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pack = join(root, 'scripts/pack.mjs');
  const packed = spawnSync(process.execPath, [pack, folder, 'sdk', 'protocol'], { encoding: 'utf8' });
  const tarballs = packed.stdout.trim().split('\n');
  expect(tarballs, packed.stderr).toHaveLength(2);
  const bytes = tarballs.map((tarball) => {
    const { stdout } = spawnSync('npm', ['pack', '--json', '--dry-run', tarball], {
      cwd: folder,
      encoding: 'utf8',
    });
    const [summary] = Object.values(JSON.parse(stdout)) as { unpackedSize: number }[];
    return summary?.unpackedSize ?? Number.NaN;
  });
  expect((bytes[0] ?? 0) + (bytes[1] ?? 0)).toBeLessThan(1_000_000);
  for (const name of ['sdk', 'protocol']) {
    const { dependencies = {} } = JSON.parse(
      readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'),
    ) as { dependencies?: Record<string, string> };
    expect(Object.keys(dependencies)).toEqual(name === 'sdk' ? ['@radiograph/protocol'] : []);
  }
});

async function gzipBytes(entry: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${entry}'`, resolveDir: join(root, 'test') },
    bundle: true,
    minify: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}
