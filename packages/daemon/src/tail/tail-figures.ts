/** What tail rules did so far. Counts of documents; `received` of them = `passed` + `sampledOut` + `waiting`. */
export interface TailFigures {
  readonly received: number;
  readonly passed: number;
  /** Left out on purpose. */
  readonly sampledOut: number;
  /** In memory until their trace is judged. */
  readonly waiting: number;
  readonly waitingBytes: number;
  /** Traces judged before their time, because memory for what waits was full. */
  readonly judgedEarly: number;
}
