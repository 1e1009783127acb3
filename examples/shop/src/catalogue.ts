/** One thing the shop sells; the price in cents. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly price: number;
  readonly inStock: number;
}

/** What the shop sells. The lamp is rare, so that orders for it run into conflicts. */
export const catalogue: readonly Product[] = [
  { sku: 'chair', name: 'Oak chair', price: 12_900, inStock: 100_000 },
  { sku: 'table', name: 'Round table', price: 45_900, inStock: 100_000 },
  { sku: 'shelf', name: 'Tall shelf', price: 23_500, inStock: 100_000 },
  { sku: 'mug', name: 'Stoneware mug', price: 1_450, inStock: 100_000 },
  { sku: 'lamp', name: 'Paper lamp', price: 6_800, inStock: 5 },
];
