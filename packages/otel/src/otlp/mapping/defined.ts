/** An object whose members may be `undefined`. */
export type Sparse<T extends object> = { readonly [Member in keyof T]?: T[Member] | undefined };

/** Gives an object without its undefined members; `undefined` where nothing is left of it. */
export function defined<T extends object>(members: Sparse<T>): T | undefined {
  const kept: Partial<T> = {};
  let empty = true;
  for (const member in members) {
    const value = members[member];
    if (value === undefined) continue;
    kept[member] = value as T[typeof member];
    empty = false;
  }
  return empty ? undefined : (kept as T);
}
