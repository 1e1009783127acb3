/** The classes that are hooked: some are seen twice, by `require` and as ES modules. */
const hooked: WeakSet<object> = new WeakSet();

type Method = (this: object, ...args: unknown[]) => unknown;

/**
 * Has `prepare` called with each object before one of some methods of its class is first called on it. Where `prepare` gave the
 * object a method of its own, that is called instead. Where `isWanted` says no, nothing happens.
 *
 * @throws TypeError where the class has no such method
 */
export function atFirstUse(
  prototype: object,
  names: readonly string[],
  prepare: (object: never) => void,
  isWanted: () => boolean,
): void {
  if (hooked.has(prototype)) return;
  hooked.add(prototype);
  const methods = prototype as Record<string, Method | undefined>;
  const prepared: WeakSet<object> = new WeakSet();
  for (const name of names) {
    const original = methods[name];
    if (typeof original !== 'function') throw new TypeError(`it has no method ${name}`);
    methods[name] = function preparedFirst(...args) {
      if (prepared.has(this) || !isWanted()) return original.apply(this, args);
      prepared.add(this);
      const before = methodOf(this, name);
      prepare(this as never);
      const after = methodOf(this, name);
      // Who wrapped the object by hand has called from there already.
      return (after === before ? original : after).apply(this, args);
    };
  }
}

function methodOf(object: object, name: string): Method {
  return (object as Record<string, Method>)[name] as Method;
}
