#!/usr/bin/env node
// Brings a clone into a state that can run: installs packages and builds, each only where it is stale.
// usage: node scripts/setup.mjs start|all   (start: without what only tests, benches and the documentation need)
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const onlyForDevelopers = new Set(['bench', 'docs', 'test']);
const mode = process.argv[2] ?? 'all';

requireNode(20, 19);
const workspaces = findWorkspaces().filter((folder) => mode === 'all' || !onlyForDevelopers.has(folder));
const missing = firstMissing(workspaces);
if (missing !== undefined) install(missing);
run('node', [join('scripts', 'build.mjs')]);

function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  fail(
    `Radiograph needs Node ${major}.${minor} or newer; this is ${process.version}. Install a newer one and run the command again.`,
  );
}

function findWorkspaces() {
  return readJson('package.json').workspaces.flatMap((pattern) => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return readdirSync(join(root, parent))
      .map((name) => `${parent}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json')));
  });
}

/** Why packages have to be installed, or undefined: the first direct dependency that is absent or of another version than the lock file's. */
function firstMissing(folders) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'nothing is installed yet';
  const installed = readJson('node_modules/.package-lock.json').packages;
  const locked = readJson('package-lock.json').packages;
  for (const folder of ['', ...folders]) {
    const manifest = readJson(join(folder, 'package.json'));
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
      const place = [`${folder}/node_modules/${name}`, `node_modules/${name}`].find((path) => path in locked);
      if (place === undefined) return `package-lock.json does not know ${name}`;
      if (installed[place] === undefined) return `${name} is not installed`;
      if (installed[place].version !== locked[place].version)
        return `${name} is not at ${locked[place].version}`;
    }
  }
  return changedSince(record) ? 'package-lock.json has changed' : undefined;
}

function changedSince(record) {
  return statSync(join(root, 'package-lock.json')).mtimeMs > statSync(record).mtimeMs + 1000;
}

function install(reason) {
  console.log(`Installing packages (${reason}) …`);
  const chosen =
    mode === 'all' ? [] : ['--include-workspace-root', ...workspaces.flatMap((folder) => ['-w', folder])];
  const npm = process.env.npm_execpath;
  const command = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...chosen];
  if (npm?.endsWith('.js') || npm?.endsWith('.cjs')) run('node', [npm, ...command]);
  else run('npm', command);
}

function run(command, args) {
  const onWindows = process.platform === 'win32';
  const program = command === 'node' ? process.execPath : onWindows ? `${command}.cmd` : command;
  const result = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    shell: onWindows && command !== 'node',
  });
  if (result.status !== 0) fail(`'${command} ${args.join(' ')}' failed; what it printed above says why.`);
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
