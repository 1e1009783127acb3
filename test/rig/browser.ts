import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const cache = join(import.meta.dirname, '../../.cache/browser');

/**
 * A headless Chromium that npm brought, unpacked into the clone's cache.
 * The package brings the libraries that a bare machine lacks, but unpacks them only where it takes the machine for Lambda.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, libraries } = await unpack();
  return chromium.launch({
    executablePath,
    env: { ...process.env, LD_LIBRARY_PATH: libraries } as Record<string, string>,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

async function unpack(): Promise<{ executablePath: string; libraries: string }> {
  mkdirSync(cache, { recursive: true });
  const before = { ...process.env };
  process.env['TMPDIR'] = cache;
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs20.x';
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    const executablePath = await packaged.executablePath();
    return { executablePath, libraries: process.env['LD_LIBRARY_PATH'] ?? '' };
  } finally {
    for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
