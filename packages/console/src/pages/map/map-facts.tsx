import type { Histogram } from '@radiograph/trace';
import type { VNode } from 'preact';
import { percentile } from '../../model/histogram.js';
import { countText } from '../../model/quantity.js';
import { Duration, Rate } from '../../parts/quantity.js';

interface FactsProps {
  readonly count: number;
  readonly rate: number;
  readonly average: number | undefined;
  readonly times: Histogram;
}

/** Traffic and response times in six figures. */
export function Facts({ count, rate, average, times }: FactsProps): VNode {
  return (
    <dl class="facts">
      <Fact name="Requests">{countText(count)}</Fact>
      <Fact name="Rate">
        <Rate perMinute={rate} />
      </Fact>
      <Fact name="Average">
        <Duration seconds={average} />
      </Fact>
      <Fact name="p50">
        <Duration seconds={percentile(times, 0.5)} />
      </Fact>
      <Fact name="p95">
        <Duration seconds={percentile(times, 0.95)} />
      </Fact>
      <Fact name="p99">
        <Duration seconds={percentile(times, 0.99)} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: VNode | string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
