/** What a key may permit: to read traces, to send them, and to change rules, groups and the like, which includes the other two. */
export type KeyRight = 'read' | 'write' | 'admin';

/** What a request needs: a right of a key, or `poll`, what SDKs ask to sample by: readers and writers may. */
export type NeededRight = KeyRight | 'poll';

/** A key: who knows its secret may do what its rights permit. */
export interface AccessKey {
  /** The name that requests bear in clear: the access key id of AWS's signatures. */
  readonly id: string;
  readonly secret: string;
  readonly rights: ReadonlySet<KeyRight>;
}

/** Whether rights are enough for a request. */
export function permits(rights: ReadonlySet<KeyRight>, needed: NeededRight): boolean {
  if (rights.has('admin')) return true;
  return needed === 'poll' ? rights.size > 0 : rights.has(needed);
}
