const OWN = Symbol.for('radiograph.grpc');

/** Marks an interceptor as one of this package, for all its copies. */
export function asOwn<Interceptor extends object>(interceptor: Interceptor): Interceptor {
  return Object.assign(interceptor, { [OWN]: true });
}

/** Whether an interceptor is one of this package. */
export function isOwn(interceptor: unknown): boolean {
  return typeof interceptor === 'function' && OWN in interceptor;
}
