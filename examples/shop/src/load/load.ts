import { nextVisit, type Visit } from './visits.js';

/** Traffic that goes on until it is stopped. */
export interface Load {
  /** Stops it; settles when the requests under way have ended. */
  stop(): Promise<void>;
}

/**
 * Sends visitors to the shop, at random moments that add up to so many a second.
 * A request that fails says nothing here: what went wrong is what the traces show.
 */
export function startLoad(webUrl: string, perSecond: number): Load {
  const underWay = new Set<Promise<void>>();
  let timer: NodeJS.Timeout;
  const next = (): void => {
    const visit = send(webUrl, nextVisit()).finally(() => underWay.delete(visit));
    underWay.add(visit);
    timer = setTimeout(next, -Math.log(1 - Math.random()) * (1000 / perSecond));
  };
  next();
  return {
    stop: async () => {
      clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}

async function send(webUrl: string, visit: Visit): Promise<void> {
  try {
    const response = await fetch(webUrl + visit.path, request(visit));
    await response.arrayBuffer();
  } catch {
    // the shop is going down, or was not up yet
  }
}

function request(visit: Visit): RequestInit {
  const headers = { 'x-user': visit.user, 'user-agent': 'shop-visitor/1.0' };
  const signal = AbortSignal.timeout(10_000);
  if (visit.order === undefined) return { headers, signal };
  const body = JSON.stringify(visit.order);
  return { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body, signal };
}
