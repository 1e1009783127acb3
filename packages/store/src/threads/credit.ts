/** Bounds what is under way: whoever wants more waits for its turn, first come first served. */
export class Credit {
  readonly #waiting: { readonly amount: number; readonly go: () => void }[] = [];
  readonly #most: number;
  #used = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes credit, waiting for it if need be. More than all there is counts as all there is. */
  take(amount: number): Promise<void> | undefined {
    if (this.#waiting.length === 0 && this.#fits(amount)) {
      this.#used += this.#capped(amount);
      return undefined;
    }
    return new Promise((go) => this.#waiting.push({ amount, go }));
  }

  /** Gives back what was taken. */
  give(amount: number): void {
    this.#used -= this.#capped(amount);
    for (
      let next = this.#waiting[0];
      next !== undefined && this.#fits(next.amount);
      next = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#used += this.#capped(next.amount);
      next.go();
    }
  }

  #fits(amount: number): boolean {
    return this.#used + this.#capped(amount) <= this.#most;
  }

  #capped(amount: number): number {
    return Math.min(amount, this.#most);
  }
}
