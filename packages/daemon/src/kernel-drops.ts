import { fstatSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { endianness } from 'node:os';

/**
 * How many datagrams the kernel has dropped before this bound UDP socket since it was opened, for want of room in its receive buffer;
 * undefined where the system does not tell. Source: the last column of Linux's `/proc/net/udp` and `/proc/net/udp6`.
 */
export async function readKernelDrops(socket: AddressInfo): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const table = await readFile(tableFor(socket), 'latin1');
    return findDrops(table, socket);
  } catch {
    return undefined;
  }
}

/** Finds a socket's drops in the text of `/proc/net/udp` or `/proc/net/udp6`. */
export function findDrops(table: string, socket: Pick<AddressInfo, 'address' | 'port'>): number | undefined {
  const drops = findSocket(table, socket)?.at(-1);
  return drops === undefined ? undefined : Number(drops);
}

/**
 * The number under which this process has opened a bound UDP socket; undefined where the system does not tell. Node does not say it, and Linux does in the tenth column of
 * the same table and in `/proc/self/fd`.
 */
export function findDescriptor(socket: AddressInfo): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const inode = Number(findSocket(readFileSync(tableFor(socket), 'latin1'), socket)?.[9]);
    return readdirSync('/proc/self/fd')
      .map(Number)
      .find((fd) => isSocket(fd, inode));
  } catch {
    return undefined;
  }
}

function isSocket(fd: number, inode: number): boolean {
  try {
    const found = fstatSync(fd);
    return found.isSocket() && found.ino === inode;
  } catch {
    // What the folder was read by is closed again.
    return false;
  }
}

function tableFor({ family }: AddressInfo): string {
  return family === 'IPv6' ? '/proc/net/udp6' : '/proc/net/udp';
}

function findSocket(
  table: string,
  socket: Pick<AddressInfo, 'address' | 'port'>,
): readonly string[] | undefined {
  const local = `${addressInHex(socket.address)}:${socket.port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find((fields) => fields[1] === local);
}

/** An address as these tables write it: 32-bit words in the machine's byte order. */
function addressInHex(address: string): string {
  const bytes = address.includes(':') ? ipv6Bytes(address) : ipv4Bytes(address);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const word = bytes.slice(at, at + 4);
    if (endianness() === 'LE') word.reverse();
    text += Buffer.from(word).toString('hex');
  }
  return text.toUpperCase();
}

function ipv4Bytes(address: string): number[] {
  return address.split('.').map(Number);
}

function ipv6Bytes(address: string): number[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = groupBytes(head);
  if (tail === undefined) return before;
  const after = groupBytes(tail);
  return [...before, ...new Array<number>(16 - before.length - after.length).fill(0), ...after];
}

function groupBytes(groups: string): number[] {
  if (groups === '') return [];
  return groups.split(':').flatMap((group) => {
    if (group.includes('.')) return ipv4Bytes(group);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
