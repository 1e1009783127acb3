import type { DropLine } from './drop-log.js';
import type { IntakeAddress } from './intake.js';
import type { Logger } from './logger.js';

const HINT =
  'the system grants less than asked for, so bursts may be lost; raise it with: sysctl -w net.core.rmem_max=';

/** Writes one line about documents that were refused or dropped, or about trouble of the socket that cost none. */
export function logDrop(logger: Logger, { message, ...fields }: DropLine): void {
  const what = fields.documents + fields.heldBack > 0 ? 'Documents not stored' : 'Intake';
  const text = `${what}, ${fields.reason}: ${message}`;
  if (fields.reason === 'sink-failed') logger.error(fields, text);
  else logger.warn(fields, text);
}

/** Writes where the intake listens and which receive buffer the system granted. */
export function logListening(
  logger: Logger,
  granted: { readonly address: IntakeAddress; readonly receiveBufferBytes: number },
  askedBytes: number,
): void {
  const { address, port } = granted.address;
  const { receiveBufferBytes } = granted;
  logger.info({ address, port, receiveBufferBytes }, 'Receiving segment documents by UDP');
  if (receiveBufferBytes >= askedBytes) return;
  const hint =
    process.platform === 'linux'
      ? HINT + askedBytes
      : 'the system grants less than asked for, so bursts may be lost';
  logger.warn({ receiveBufferBytes, askedBytes }, `Receive buffer: ${hint}`);
}
