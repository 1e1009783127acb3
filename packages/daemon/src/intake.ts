import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type IntakeCounters, limits } from '@radiograph/protocol';
import { AllowedSenders } from './allowed-senders.js';
import { DaemonError } from './daemon-error.js';
import type { Packing } from './document-buffer.js';
import { type Logger, silentLogger } from './logger.js';
import { RunningIntake } from './running-intake.js';
import type { Sink } from './sink.js';

/** What an intake is started with. */
export interface IntakeOptions {
  /** Takes the documents. */
  readonly sink: Sink;
  /** An address or a name; its address decides between IPv4 and IPv6. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** The socket's receive buffer to ask the system for, 4 MB when left out. */
  readonly receiveBufferBytes?: number;
  /** How many bytes of documents may wait for the sink, 32 MB when left out and 128 kB at least; beyond it the newest are dropped. */
  readonly bufferBytes?: number;
  /**
   * The sink has copied what it keeps by the time it has answered, and its batches' memory is used again. Batches are smaller then, since
   * handing them over costs little.
   */
  readonly sinkCopies?: boolean;
  /** The largest document taken; a datagram's own limit when left out. */
  readonly maxDocumentBytes?: number;
  /** Networks (`10.0.0.0/8`) whose datagrams are taken, all others' being refused; everybody's when left out. */
  readonly allow?: readonly string[];
  readonly logger?: Logger;
  /** Told when the socket's thread has died on its own; nothing is received any more. */
  readonly onFailure?: (error: DaemonError) => void;
}

/** A running intake. */
export interface Intake {
  readonly address: IntakeAddress;
  /** What it has seen so far; `received` = stored + rejected + dropped + what waits or is with the sink. */
  counters(): IntakeCounters;
  /**
   * Reads what the kernel holds for the socket, closes it, hands everything to the sink and waits for its verdicts, 5 s at most;
   * what is left then is counted as dropped for `shutdown`.
   */
  close(): Promise<void>;
}

/** Where an intake listens. */
export interface IntakeAddress {
  readonly address: string;
  readonly port: number;
  readonly family: 'IPv4' | 'IPv6';
}

const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
const BUFFER_BYTES = 32 * 1024 * 1024;
const LEAST_BUFFER_BYTES = 128 * 1024;
/** Batches for a sink that keeps them. */
const KEPT: Packing = { batchBytes: 1024 * 1024, isReused: false };
/** Small enough to stay in a processor's cache on the way from thread to thread. */
const REUSED: Packing = { batchBytes: 256 * 1024, isReused: true };

/**
 * Receives segment documents by UDP, in a thread of its own, and hands them to a sink in batches. Only a datagram's header line
 * and size are checked here; what a document holds is the sink's to judge, and its verdicts drive the counters and the log.
 *
 * @throws DaemonError `daemon/port-taken`, `daemon/address-unavailable`, `daemon/not-permitted`, `daemon/socket-failed`, `daemon/invalid-option`
 * @example
 * const intake = await startIntake({ sink, host: '127.0.0.1', port: 2000 });
 * console.log(intake.address.port, intake.counters().received);
 * await intake.close();
 */
export async function startIntake(options: IntakeOptions): Promise<Intake> {
  checkOptions(options);
  if (options.allow !== undefined) new AllowedSenders(options.allow);
  const { address, family } = await resolveHost(options.host);
  return RunningIntake.start({
    sink: options.sink,
    logger: options.logger ?? silentLogger,
    onFailure: options.onFailure ?? (() => {}),
    address,
    family,
    port: options.port,
    receiveBufferBytes: options.receiveBufferBytes ?? RECEIVE_BUFFER_BYTES,
    bufferBytes: options.bufferBytes ?? BUFFER_BYTES,
    packing: options.sinkCopies === true ? REUSED : KEPT,
    maxDocumentBytes: options.maxDocumentBytes ?? limits.segmentBytes,
    allow: options.allow,
  });
}

function checkOptions({ port, bufferBytes, receiveBufferBytes, maxDocumentBytes }: IntakeOptions): void {
  demandWhole('port', port, 0, 65_535);
  demandWhole('bufferBytes', bufferBytes, LEAST_BUFFER_BYTES);
  demandWhole('receiveBufferBytes', receiveBufferBytes, 1, 2 ** 31 - 1);
  demandWhole('maxDocumentBytes', maxDocumentBytes, 1, limits.segmentBytes);
}

function demandWhole(
  name: string,
  value: number | undefined,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new DaemonError('daemon/invalid-option', `${name} is ${value}; give a whole number ${range}`);
}

async function resolveHost(host: string): Promise<{ address: string; family: 4 | 6 }> {
  const known = isIP(host);
  if (known !== 0) return { address: host, family: known === 6 ? 6 : 4 };
  try {
    const { address, family } = await lookup(host);
    return { address, family: family === 6 ? 6 : 4 };
  } catch (cause) {
    throw new DaemonError(
      'daemon/address-unavailable',
      `the host '${host}' has no address; give an address such as 127.0.0.1`,
      { cause },
    );
  }
}
