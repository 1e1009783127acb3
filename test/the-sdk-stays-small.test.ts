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

it('an installed SDK with all its integrations takes less than a megabyte and a half, and brings no third-party package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-pack-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let bytes = 0;
  for (const name of ['sdk', 'protocol']) {
    const place = join(root, 'packages', name);
    const { stdout } = spawnSync('npm', ['pack', '--json', '--dry-run'], { cwd: place, encoding: 'utf8' });
    const packed = Object.values(JSON.parse(stdout)) as { unpackedSize: number }[];
    bytes += packed[0]?.unpackedSize ?? Number.NaN;
    const { dependencies = {} } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    expect(Object.keys(dependencies)).toEqual(name === 'sdk' ? ['@radiograph/protocol'] : []);
  }
  expect(bytes).toBeLessThan(1_500_000);
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
