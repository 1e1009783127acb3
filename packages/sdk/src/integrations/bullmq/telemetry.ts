/** What bullmq tells of one piece of work, by the shape of its interface `Span`. */
export interface BullmqSpan {
  setSpanOnContext(context: unknown): unknown;
  setAttribute(key: string, value: unknown): void;
  setAttributes(attributes: Readonly<Record<string, unknown>>): void;
  addEvent(name: string, attributes?: Readonly<Record<string, unknown>>): void;
  recordException(exception: unknown): void;
  end(): void;
}

/** What queues and workers take as `telemetry`, by the shape of bullmq's interface. */
export interface BullmqTelemetry {
  readonly tracer: {
    startSpan(name: string, options?: { readonly kind: number }, context?: unknown): BullmqSpan;
  };
  readonly contextManager: {
    // biome-ignore lint/suspicious/noExplicitAny: bullmq's own interface says it so, and nothing narrower fits it
    with<Work extends (...args: any[]) => any>(context: unknown, work: Work): ReturnType<Work>;
    active(): unknown;
    getMetadata(context: unknown): string;
    fromMetadata(active: unknown, metadata: string): unknown;
  };
}
