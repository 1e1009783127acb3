import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const cache = join(import.meta.dirname, '../../../.cache/browser');

/**
 * A headless Chromium that npm brought, unpacked into the clone's cache with the libraries that a bare machine lacks, but with the
 * machine's own fonts: with those of the package every mark needs a search for its glyph, ten times the time of a frame.
 */
export async function launchBrowser(): Promise<Browser> {
  mkdirSync(cache, { recursive: true });
  const before = { ...process.env };
  // The package unpacks the libraries only where it takes the machine for Lambda.
  Object.assign(process.env, { TMPDIR: cache, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
  const { default: packaged } = await import('@sparticuz/chromium');
  const executablePath = await packaged.executablePath();
  const libraries = process.env['LD_LIBRARY_PATH'] ?? '';
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  return chromium.launch({
    executablePath,
    env: { ...before, LD_LIBRARY_PATH: libraries } as Record<string, string>,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
}
