import type { Shelf } from './shelf.js';

/** How X-Ray would encrypt: kept for clients that set it, and without effect here. */
export interface EncryptionConfig {
  readonly Type: 'NONE' | 'KMS';
  /** The key, with `KMS`. */
  readonly KeyId?: string;
  readonly Status: 'ACTIVE';
}

const none: EncryptionConfig = { Type: 'NONE', Status: 'ACTIVE' };

/** The one encryption configuration. */
export class Encryption {
  readonly #shelf: Shelf<EncryptionConfig>;

  constructor(shelf: Shelf<EncryptionConfig>) {
    this.#shelf = shelf;
  }

  async get(): Promise<EncryptionConfig> {
    return (await this.#shelf.get('config'))?.value ?? none;
  }

  /** Of two that set it at the same time the last one counts. */
  set(config: EncryptionConfig): Promise<EncryptionConfig> {
    return this.#shelf.change(async (all) => {
      await this.#shelf.put('config', config, all.get('config')?.revision ?? 0);
      return config;
    });
  }
}
