/** Whether a key could change every object of the process when it is merged carelessly; documents never hold one. */
export function isUnsafeKey(key: string): boolean {
  return key === '__proto__' || key === 'constructor';
}
