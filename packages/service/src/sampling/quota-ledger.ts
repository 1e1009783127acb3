/** A client that has not reported for this long (two intervals of ten seconds) no longer holds a share. */
const forgetAfterS = 20;

/** How many clients of one rule share its reservoir; those beyond get a quota of 0. */
const maxClients = 10_000;

/**
 * Shares each rule's reservoir among the clients that report: equal whole parts, and what is left over goes one by one
 * to those that came first, so that the quotas add up to the reservoir. Times in epoch seconds.
 */
export class QuotaLedger {
  readonly #rules = new Map<string, Map<string, number>>();

  /** Notes that a client reports for a rule, and gives its share of the reservoir, in requests a second. */
  share(ruleName: string, clientId: string, reservoirSize: number, nowS: number): number {
    const clients = this.#clientsOf(ruleName);
    for (const [id, lastS] of clients) if (lastS < nowS - forgetAfterS) clients.delete(id);
    if (!clients.has(clientId) && clients.size >= maxClients) return 0;
    clients.set(clientId, nowS);
    const place = [...clients.keys()].indexOf(clientId);
    const leftOver = reservoirSize % clients.size;
    return Math.floor(reservoirSize / clients.size) + (place < leftOver ? 1 : 0);
  }

  #clientsOf(ruleName: string): Map<string, number> {
    const known = this.#rules.get(ruleName);
    if (known !== undefined) return known;
    const clients = new Map<string, number>();
    this.#rules.set(ruleName, clients);
    return clients;
  }
}
