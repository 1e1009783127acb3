import { catalogue } from '../catalogue.js';

/** A coupon that nobody knows: the fault that the demo shows. */
export class CouponError extends Error {
  override readonly name = 'CouponError';
}

const coupons: Readonly<Record<string, { readonly percent: number } | undefined>> = {
  SPRING: { percent: 10 },
};

/** The price of one product in cents after a coupon. */
export function totalOf(sku: string, coupon?: string): number {
  const price = catalogue.find((product) => product.sku === sku)?.price ?? 0;
  return coupon === undefined ? price : Math.round(price * (1 - discount(coupon) / 100));
}

function discount(coupon: string): number {
  const known = coupons[coupon];
  if (known !== undefined) return known.percent;
  throw new CouponError(`the coupon '${coupon}' cannot be applied`, {
    cause: new RangeError(`no discount is known for '${coupon}'`),
  });
}
