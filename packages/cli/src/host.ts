import { lookup } from 'node:dns/promises';
import { BlockList } from 'node:net';
import { CliError } from './cli-error.js';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * The one address that UDP and TCP are bound to.
 *
 * @throws CliError `cli/invalid-value` when the host has none, `cli/exposed-host` when other machines could reach it and nothing was said about keys (`guarded` is false)
 */
export async function addressToBind(host: string, guarded: boolean): Promise<string> {
  const { address, family } = await resolve(host);
  if (guarded || loopback.check(address, family === 6 ? 'ipv6' : 'ipv4')) return address;
  throw new CliError(
    'cli/exposed-host',
    `--host ${host} lets other machines read and write traces; ` +
      'give --keys FILE, add --insecure if everyone on that network may, or leave --host at 127.0.0.1',
  );
}

async function resolve(host: string): Promise<{ address: string; family: number }> {
  try {
    return await lookup(host);
  } catch (cause) {
    throw new CliError(
      'cli/invalid-value',
      `--host ${host} has no address; give a name or an address of this machine`,
      { cause },
    );
  }
}
