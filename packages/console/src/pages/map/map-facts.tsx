import type { Histogram } from '@radiograph/trace';
import type { ComponentChildren, VNode } from 'preact';
import { percentile } from '../../model/histogram.js';
import type { Before } from '../../model/map-scene.js';
import { changeText, countText } from '../../model/quantity.js';
import { Duration, Rate } from '../../parts/quantity.js';

interface FactsProps {
  readonly count: number;
  readonly rate: number;
  readonly average: number | undefined;
  readonly times: Histogram;
  /** What was in the period before, where that is compared with. */
  readonly before?: Before | undefined;
}

/** Traffic and response times in six figures. */
export function Facts({ count, rate, average, times, before }: FactsProps): VNode {
  return (
    <dl class="facts">
      <Fact name="Requests">{countText(count)}</Fact>
      <Fact name="Rate">
        <Rate perMinute={rate} />
        <Change now={rate} before={before?.rate} />
      </Fact>
      <Fact name="Average">
        <Duration seconds={average} />
        <Change now={average} before={before?.average} />
      </Fact>
      <Fact name="p50">
        <Duration seconds={percentile(times, 0.5)} />
      </Fact>
      <Fact name="p95">
        <Duration seconds={percentile(times, 0.95)} />
        <Change now={percentile(times, 0.95)} before={before?.p95} />
      </Fact>
      <Fact name="p99">
        <Duration seconds={percentile(times, 0.99)} />
      </Fact>
    </dl>
  );
}

function Change({
  now,
  before,
}: {
  readonly now: number | undefined;
  readonly before: number | undefined;
}): VNode | null {
  const text = changeText(now, before);
  return text === '' ? null : (
    <span class="facts-change" title="compared with the period before">
      {text}
    </span>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
