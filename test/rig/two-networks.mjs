// Runs in a network namespace of its own (unshare -r -n): makes a second one, joins the two by a pair of virtual network cards, runs a
// service here and the official SDK there, and prints what the SDK got, one line of JSON for each network that the service allows.
import { spawn, spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [ip, data, keys] = process.argv.slice(2);
const here = '10.77.0.1';
const there = '10.77.0.2';
const command = join(import.meta.dirname, '../../packages/cli/bin/radiograph.js');
const application = join(import.meta.dirname, 'official-sdk-polls.cjs');

run(ip, 'link', 'set', 'lo', 'up');
const neighbour = spawn('unshare', ['-n', 'sleep', '300'], { stdio: 'inherit' });
const network = (pid) => readlinkSync(`/proc/${pid}/ns/net`);
while (network(neighbour.pid) === network('self')) await sleep(20);
const inside = ['nsenter', '--net', `--target=${neighbour.pid}`];
run(ip, 'link', 'add', 'here', 'type', 'veth', 'peer', 'name', 'there', 'netns', String(neighbour.pid));
run(ip, 'address', 'add', `${here}/24`, 'dev', 'here');
run(ip, 'link', 'set', 'here', 'up');
run(...inside, ip, 'address', 'add', `${there}/24`, 'dev', 'there');
run(...inside, ip, 'link', 'set', 'there', 'up');

try {
  for (const allow of ['10.77.0.0/24', '10.99.0.0/16']) {
    const flags = ['--host', here, '--port', '2000', '--keys', keys, '--allow', allow, '--no-otlp'];
    const service = spawn(process.execPath, [command, 'start', '--data', data, ...flags]);
    let log = '';
    service.stderr.on('data', (text) => {
      log += text;
    });
    await new Promise((resolve, reject) => {
      service.stdout.once('data', resolve);
      service.once('exit', () => reject(new Error(`radiograph ended: ${log}`)));
    });
    const env = { ...process.env, AWS_XRAY_DAEMON_ADDRESS: `${here}:2000` };
    const polled = spawnSync(inside[0], [...inside.slice(1), process.execPath, application], {
      env,
      encoding: 'utf8',
    });
    if (polled.status !== 0) throw new Error(polled.stderr);
    console.log(JSON.stringify({ allow, ...JSON.parse(polled.stdout.trim().split('\n').at(-1)) }));
    service.removeAllListeners('exit');
    const exit = new Promise((resolve) => service.once('exit', resolve));
    service.kill('SIGTERM');
    await exit;
  }
} finally {
  neighbour.kill('SIGKILL');
}

function run(program, ...args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`);
}
