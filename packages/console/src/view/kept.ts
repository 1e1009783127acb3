/** What this browser keeps under a name, or undefined where it keeps nothing. */
export function readKept(name: string): string | undefined {
  try {
    return localStorage.getItem(`radiograph.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text under a name. A browser that keeps nothing still has it until the page is closed. */
export function keep(name: string, text: string): void {
  try {
    localStorage.setItem(`radiograph.${name}`, text);
  } catch {
    // Storage is full or forbidden; what is shown does not depend on it.
  }
}
