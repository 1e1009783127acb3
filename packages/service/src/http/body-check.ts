import type { IncomingMessage } from 'node:http';

/** Looks at a body as it was sent, before anything else does; rejects with a ServiceError where it must not be used. */
export type BodyCheck = (sent: Uint8Array) => Promise<void>;

// Kept beside the request, not handed from call to call: so no handler can forget it.
const checks = new WeakMap<IncomingMessage, BodyCheck>();

/** Demands a check of a request's body; whoever reads the body runs it. */
export function demandBodyCheck(incoming: IncomingMessage, check: BodyCheck): void {
  checks.set(incoming, check);
}

/** Runs the check that was demanded, if one was. */
export async function runBodyCheck(incoming: IncomingMessage, sent: Uint8Array): Promise<void> {
  await checks.get(incoming)?.(sent);
}
