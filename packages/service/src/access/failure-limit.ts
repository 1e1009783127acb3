/** Wrong attempts that an address may make at once, and how many it gets back each second. */
const burst = 20;
const perS = 0.5;
const mostAddresses = 10_000;

interface Attempts {
  left: number;
  atS: number;
}

/** Slows down whoever tries keys, passwords or signatures until one fits. */
export class FailureLimit {
  // Insertion order is order of the last failure.
  readonly #byAddress = new Map<string, Attempts>();

  /** Whether an address has failed too often to be heard now. */
  blocks(address: string, nowS: number): boolean {
    const attempts = this.#byAddress.get(address);
    return attempts !== undefined && left(attempts, nowS) < 1;
  }

  /** Notes a failure. */
  note(address: string, nowS: number): void {
    const before = this.#byAddress.get(address);
    this.#byAddress.delete(address);
    const remaining = before === undefined ? burst : left(before, nowS);
    this.#byAddress.set(address, { left: Math.max(0, remaining - 1), atS: nowS });
    const [oldest] = this.#byAddress.keys();
    if (this.#byAddress.size > mostAddresses && oldest !== undefined) this.#byAddress.delete(oldest);
  }
}

function left({ left: before, atS }: Attempts, nowS: number): number {
  return Math.min(burst, before + Math.max(0, nowS - atS) * perS);
}
