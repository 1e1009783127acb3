/**
 * How long a quota holds after a report, in seconds: two intervals. A client that stays away longer has none any more by its own
 * clock, and its share goes to others.
 */
export const quotaHoldsS = 20;

/** How many clients of one rule share its reservoir; those beyond get a quota of 0. */
const maxClients = 10_000;

/** How much the latest report counts against those before it: demand that jumps about must not make quotas do so. */
const newest = 0.5;

/** What a client that has an odd unit is ahead of one that has none, so that units do not wander between equals. */
const holding = 0.5;

interface Client {
  lastS: number;
  /** Requests a second that matched the rule. */
  demand: number;
  /** The quota that it was told last. */
  quota: number;
}

/** One client's report on one rule. */
export interface DemandReport {
  readonly ruleName: string;
  readonly clientId: string;
  /** Requests that matched since the report before. */
  readonly requests: number;
  /** The rule's reservoir, requests a second over all clients. */
  readonly reservoirSize: number;
  /** Epoch seconds. */
  readonly nowS: number;
}

/**
 * Shares each rule's reservoir among the clients that report, by demand: whole requests a second, whose sum never exceeds the
 * reservoir and equals it once every client has heard of the others. A client gets more only when others have been told to take less.
 */
export class QuotaLedger {
  readonly #rules = new Map<string, Map<string, Client>>();

  /** Notes what a client reports, and gives its share of the reservoir, in requests a second. */
  share(report: DemandReport): number {
    const { ruleName, clientId, reservoirSize, nowS } = report;
    const clients = this.#clientsOf(ruleName);
    for (const [id, { lastS }] of clients) if (lastS + quotaHoldsS < nowS) clients.delete(id);
    if (!clients.has(clientId) && clients.size >= maxClients) return 0;
    const client = noted(clients.get(clientId), report);
    clients.set(clientId, client);
    let others = -client.quota;
    for (const { quota } of clients.values()) others += quota;
    client.quota = Math.max(0, Math.min(fairShare(client, clients, reservoirSize), reservoirSize - others));
    return client.quota;
  }

  /** Keeps the clients of these rules only. */
  keepRules(names: ReadonlySet<string>): void {
    for (const name of this.#rules.keys()) if (!names.has(name)) this.#rules.delete(name);
  }

  #clientsOf(ruleName: string): Map<string, Client> {
    const known = this.#rules.get(ruleName);
    if (known !== undefined) return known;
    const clients = new Map<string, Client>();
    this.#rules.set(ruleName, clients);
    return clients;
  }
}

function noted(before: Client | undefined, { requests, nowS }: DemandReport): Client {
  if (before === undefined) return { lastS: nowS, demand: requests / (quotaHoldsS / 2), quota: 0 };
  const rate = requests / Math.max(1, nowS - before.lastS);
  before.demand = newest * rate + (1 - newest) * before.demand;
  before.lastS = nowS;
  return before;
}

/** The largest-remainder method: whole parts by demand, the odd units to those whose parts were cut most. */
function fairShare(client: Client, clients: ReadonlyMap<string, Client>, reservoirSize: number): number {
  let demand = 0;
  for (const one of clients.values()) demand += one.demand;
  const ideal = (one: Client): number =>
    demand === 0 ? reservoirSize / clients.size : (reservoirSize * one.demand) / demand;
  const claim = (one: Client): number => {
    const whole = Math.floor(ideal(one));
    return ideal(one) - whole + (one.quota > whole ? holding : 0);
  };
  const own = claim(client);
  let odd = reservoirSize;
  let ahead = 0;
  let met = false;
  for (const one of clients.values()) {
    odd -= Math.floor(ideal(one));
    if (one === client) met = true;
    else if (claim(one) > own || (claim(one) === own && !met)) ahead++;
  }
  return Math.floor(ideal(client)) + (ahead < odd ? 1 : 0);
}
