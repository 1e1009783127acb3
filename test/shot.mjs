import { chromium } from 'playwright-core';

const b = await chromium.launch({
  executablePath: '/work/main/.cache/browser/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const theme = process.argv[3] ?? 'light';
const p = await b.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: theme });
p.on('console', (m) => console.log('console', m.type(), m.text()));
p.on('pageerror', (e) => console.log('pageerror', e.message));
await p.goto(process.argv[2]);
await p.waitForTimeout(3000);
await p.screenshot({ path: process.argv[4] ?? '/tmp/shot.png' });
console.log((await p.innerText('body')).slice(0, 600));
await b.close();
