/** One thing that a visitor does, as a request to the web service. */
export interface Visit {
  readonly user: string;
  readonly path: string;
  readonly order?: { readonly sku: string; readonly coupon?: string };
}

const users = ['ada', 'bea', 'carl', 'dora', 'emil', 'finn'];
const skus = ['chair', 'table', 'shelf', 'mug'];

/** Weighted: how often out of a hundred, and what. */
const mix: readonly (readonly [number, (user: string) => Visit])[] = [
  [22, (user) => ({ user, path: '/' })],
  [26, (user) => ({ user, path: `/products/${pick(skus)}` })],
  [8, (user) => ({ user, path: '/search?q=table' })],
  [5, (user) => ({ user, path: '/search?q=round+table+in+oak' })],
  [10, (user) => ({ user, path: '/orders' })],
  [14, (user) => ({ user, path: '/checkout', order: { sku: pick(skus) } })],
  [4, (user) => ({ user, path: '/checkout', order: { sku: 'lamp', coupon: 'SPRING' } })],
  [3, (user) => ({ user, path: '/checkout', order: { sku: pick(skus), coupon: 'SUMMER' } })],
  [4, (user) => ({ user, path: '/products/sofa' })],
  [4, () => ({ user: 'robot', path: '/' })],
];

/** Draws what the next visitor does: mostly ordinary, at times slow, mistaken or out of luck. */
export function nextVisit(): Visit {
  let left = Math.random() * mix.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, make] of mix) {
    left -= weight;
    if (left < 0) return make(pick(users));
  }
  return { user: pick(users), path: '/' };
}

function pick(list: readonly string[]): string {
  return list[Math.floor(Math.random() * list.length)] ?? '';
}
