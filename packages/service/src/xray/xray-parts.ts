import type { TraceStore } from '@radiograph/store';
import type { Group } from '../groups/group.js';
import { Groups } from '../groups/groups.js';
import { RateLimit } from '../http/rate-limit.js';
import type { DaemonHealth } from '../own/daemon-health.js';
import type { HttpIntake } from '../own/http-intake.js';
import { defaultRule, type RuleRecord } from '../sampling/rule.js';
import { type RulesChange, SamplingRules } from '../sampling/sampling-rules.js';
import { SamplingTargets } from '../sampling/sampling-targets.js';
import { Encryption, type EncryptionConfig } from '../settings/encryption.js';
import { Shelf } from '../settings/shelf.js';
import { type TagSet, Tags } from '../tags/tags.js';
import type { XrayParts } from './operation.js';
import { Retrievals } from './retrievals.js';

/** X-Ray's own limit. */
const strictSegmentsPerS = 2600;

/** What differs from one service to another. */
export interface XrayPartsOptions {
  readonly store: TraceStore;
  readonly strict: boolean;
  readonly daemons: DaemonHealth;
  readonly intake: HttpIntake;
  readonly takesDatagrams: boolean;
  /** Whether `Default`, until somebody changes it, samples every request. */
  readonly sampleEverything: boolean;
}

/** Makes what the operations work with, over the settings of a store. */
export function xrayParts(options: XrayPartsOptions): XrayParts {
  const { store, strict, daemons, intake, takesDatagrams, sampleEverything } = options;
  const nowS = (): number => Date.now() / 1000;
  return {
    store,
    strict,
    daemons,
    intake,
    takesDatagrams,
    nowS,
    segmentRate: strict ? new RateLimit(strictSegmentsPerS) : undefined,
    groups: new Groups(new Shelf<Group>(store, 'group'), strict),
    tags: new Tags(new Shelf<TagSet>(store, 'tag')),
    rules: new SamplingRules({
      rules: new Shelf<RuleRecord>(store, 'rule'),
      changes: new Shelf<RulesChange>(store, 'rules-change'),
      defaultRule: defaultRule(sampleEverything),
      nowS,
    }),
    targets: new SamplingTargets(),
    encryption: new Encryption(new Shelf<EncryptionConfig>(store, 'encryption')),
    retrievals: new Retrievals(),
  };
}
