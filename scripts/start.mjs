#!/usr/bin/env node
// The demo: Radiograph (daemon, service and console in one process) and the shop example under load beside it.
// usage: npm start [-- --port 2000 --rate 6]   Everything it writes is in .data/ of this clone.
import { fork, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '2000' },
    rate: { type: 'string', default: '6' },
    data: { type: 'string', default: join(root, '.data') },
  },
});

const children = new Set();
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0, signal));

const radiograph = spawn(
  process.execPath,
  [
    join(root, 'packages/cli/bin/radiograph.js'),
    'start',
    '--port',
    values.port,
    '--data',
    join(values.data, 'radiograph'),
    '--log-level',
    'warn',
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
children.add(radiograph);
radiograph.once('exit', (code) => end(code ?? 1));

const url = await firstUrl(radiograph);
const shop = fork(
  join(root, 'examples/shop/dist/main.js'),
  ['--data', join(values.data, 'shop'), '--rate', values.rate],
  {
    env: {
      ...process.env,
      AWS_XRAY_DAEMON_ADDRESS: new URL(url).host,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  },
);
children.add(shop);
shop.once('exit', (code) => end(code ?? 1));
shop.once('message', () => {
  console.log(
    `\n  Radiograph shows the traces and the service map of the shop that runs beside it:\n\n    ${url}\n\n  Ctrl-C ends both.\n`,
  );
});

function firstUrl(child) {
  return new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /https?:\/\/\S+/.exec(line);
      if (found !== null) resolve(found[0].replace(/\/$/, ''));
    });
  });
}

/** Ends the shop first, so that what it has sent is still received; then Radiograph, which writes it; then this process. */
async function end(code, signal) {
  if (ending) return;
  ending = true;
  // Ctrl-C in a terminal reaches the children too, and Radiograph takes a second signal for impatience: let it end by itself first.
  const patienceMs = signal === 'SIGINT' ? 3000 : 0;
  for (const child of [shopOf(children), radiograph]) await stop(child, patienceMs);
  process.exit(code);
}

function shopOf(all) {
  return [...all].find((child) => child !== radiograph);
}

async function stop(child, patienceMs) {
  if (child === undefined || hasEnded(child)) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const timers = [
    setTimeout(() => child.kill('SIGTERM'), patienceMs),
    setTimeout(() => child.kill('SIGKILL'), patienceMs + 8000),
  ];
  await exit;
  for (const timer of timers) clearTimeout(timer);
}

function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null;
}
