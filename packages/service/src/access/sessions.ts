import { createHash, randomBytes } from 'node:crypto';
import type { AccessKey } from './access-key.js';
import type { KeyRing } from './key-ring.js';

/** How long a session lasts, in seconds. */
export const sessionS: number = 12 * 3600;
const mostSessions = 10_000;

interface Session {
  readonly key: AccessKey;
  readonly untilS: number;
}

/** Who is logged in: in memory, so a restart logs everybody out, and so does a change of their key. */
export class Sessions {
  readonly #ring: KeyRing;
  // By digest: what is in memory opens no door. Insertion order is order of age.
  readonly #sessions = new Map<string, Session>();

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /** Begins a session and gives the token that the browser keeps. */
  begin(key: AccessKey, nowS: number): string {
    this.#forget(nowS);
    const token = randomBytes(32).toString('base64url');
    this.#sessions.set(digest(token), { key, untilS: nowS + sessionS });
    return token;
  }

  /** The key of a session, as it is now; undefined where there is no such session any more. */
  keyOf(token: string, nowS: number): AccessKey | undefined {
    const session = this.#sessions.get(digest(token));
    if (session === undefined || session.untilS <= nowS) return undefined;
    const key = this.#ring.find(session.key.id);
    return key?.secret === session.key.secret ? key : undefined;
  }

  end(token: string): void {
    this.#sessions.delete(digest(token));
  }

  #forget(nowS: number): void {
    for (const [token, { untilS }] of this.#sessions) {
      if (untilS > nowS && this.#sessions.size < mostSessions) return;
      this.#sessions.delete(token);
    }
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
