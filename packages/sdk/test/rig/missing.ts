/** Something that a test needs, or why it cannot be had. */
export type Had<T> = { readonly had: T } | { readonly missing: string };

/** Tries to get what a test needs. Where that fails the reason is told loudly; with `CI` set it is an error. */
export async function tryToHave<T>(what: string, get: () => Promise<T>): Promise<Had<T>> {
  try {
    return { had: await get() };
  } catch (error) {
    const missing = `${what} cannot be had, so nothing is shown with it: ${(error as Error).message}`;
    if (process.env['CI']) throw new Error(missing);
    console.warn(missing);
    return { missing };
  }
}
