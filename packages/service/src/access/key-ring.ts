import { createHash } from 'node:crypto';
import { readFileSync, type Stats, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from '../logger.js';
import { ServiceError } from '../service-error.js';
import type { AccessKey } from './access-key.js';
import { readKeys } from './read-keys.js';

/** How often a file of keys is looked at, in milliseconds. */
const lookMs = 1000;

/** Where keys come from: a file, which is read again when it changes, or a text in the file's form. */
export type KeySource = { readonly file: string } | { readonly text: string };

/** The keys that are good now. */
export class KeyRing {
  readonly #file: string | undefined;
  readonly #logger: Logger;
  #byId: ReadonlyMap<string, AccessKey> = new Map();
  #bySecretDigest: ReadonlyMap<string, AccessKey> = new Map();
  readonly #onChange = (now: Stats, before: Stats): void => {
    if (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino || now.size !== before.size) this.#reload();
  };

  /** @throws ServiceError `service/invalid-keys` */
  constructor(source: KeySource, logger: Logger) {
    this.#file = 'file' in source ? source.file : undefined;
    this.#logger = logger;
    this.#take('file' in source ? readFile(source.file) : readKeys(source.text, 'the environment'));
    if (this.#file !== undefined) {
      watchFile(this.#file, { interval: lookMs, persistent: false }, this.#onChange);
    }
  }

  /** The key of an id. */
  find(id: string): AccessKey | undefined {
    return this.#byId.get(id);
  }

  /** The key of a secret. Looked up by digest, so that the time it takes tells nothing about other secrets. */
  findBySecret(secret: string): AccessKey | undefined {
    return this.#bySecretDigest.get(digest(secret));
  }

  /** Looks at the file no more. */
  close(): void {
    if (this.#file !== undefined) unwatchFile(this.#file, this.#onChange);
  }

  /** A file that became unreadable locks nobody out and lets nobody in: the keys from before stay. */
  #reload(): void {
    const { file = '' } = { file: this.#file };
    try {
      this.#take(readFile(file));
      this.#logger.info({ file, keys: this.#byId.size }, 'the keys were read again');
    } catch (err) {
      this.#logger.error({ file, err }, 'the changed keys cannot be used; those from before stay');
    }
  }

  #take(keys: readonly AccessKey[]): void {
    this.#byId = new Map(keys.map((key) => [key.id, key]));
    this.#bySecretDigest = new Map(keys.map((key) => [digest(key.secret), key]));
  }
}

function readFile(file: string): readonly AccessKey[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError('service/invalid-keys', `The keys cannot be read: ${reason}.`, { cause });
  }
  return readKeys(text, file);
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
