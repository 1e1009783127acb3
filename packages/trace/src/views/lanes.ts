/**
 * Hands out lanes, so that what overlaps in time never shares one. Bars must come by start. Finding a lane takes logarithmic time
 * in the number of lanes: a tree of minima over the times at which lanes become free.
 */
export class Lanes {
  private readonly leaves: number;
  /** Node 1 is the top, nodes `2i` and `2i + 1` are below node `i`; the leaves are lanes, and `-Infinity` is free from the outset. */
  private readonly freeAt: Float64Array;

  /** `most` is how many bars there are, which is as many lanes as they can need. */
  constructor(most: number) {
    this.leaves = 2 ** Math.ceil(Math.log2(Math.max(1, most)));
    this.freeAt = new Float64Array(2 * this.leaves).fill(Number.NEGATIVE_INFINITY);
  }

  /** Takes the first lane from `lowest` on that is free at `start`, until `end`. */
  take(lowest: number, start: number, end: number): number {
    const lane = this.find(lowest, start);
    let node = this.leaves + lane;
    this.freeAt[node] = end;
    for (node >>= 1; node >= 1; node >>= 1) {
      this.freeAt[node] = Math.min(this.freeAt[2 * node] ?? 0, this.freeAt[2 * node + 1] ?? 0);
    }
    return lane;
  }

  private find(lowest: number, start: number): number {
    let node = this.leaves + lowest;
    while ((this.freeAt[node] ?? 0) > start) {
      while (node % 2 === 1 && node > 1) node >>= 1;
      node += 1;
    }
    while (node < this.leaves) node = (this.freeAt[2 * node] ?? 0) <= start ? 2 * node : 2 * node + 1;
    return node - this.leaves;
  }
}
