import { invalidMember, show } from '../http/members.js';
import { ServiceError } from '../service-error.js';
import type { Shelf } from '../settings/shelf.js';

/** X-Ray's own limit of tags on one resource. */
const mostTags = 50;

/** A name and value put on a group or a sampling rule. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The tags of one resource, as they are stored. */
export interface TagSet {
  readonly Tags: readonly Tag[];
}

/** The tags of groups and sampling rules, by ARN. Whether there is such a resource is for the caller to know. */
export class Tags {
  readonly #shelf: Shelf<TagSet>;

  constructor(shelf: Shelf<TagSet>) {
    this.#shelf = shelf;
  }

  /** The tags of a resource, by key. */
  async of(arn: string): Promise<readonly Tag[]> {
    return (await this.#shelf.get(arn))?.value.Tags ?? [];
  }

  /**
   * Adds tags; those whose key is there already are replaced.
   *
   * @throws ServiceError `service/too-many-tags`, `service/invalid-request`
   */
  add(arn: string, tags: readonly Tag[]): Promise<void> {
    checkTags(tags, arn);
    return this.#replace(arn, (before) => {
      const byKey = new Map([...before, ...tags].map((tag) => [tag.Key, tag]));
      const after = [...byKey.values()].sort((a, b) => (a.Key < b.Key ? -1 : 1));
      if (after.length > mostTags) throw tooManyTags(arn);
      return after;
    });
  }

  /** Takes tags away; keys that are not there are passed over. */
  remove(arn: string, keys: readonly string[]): Promise<void> {
    return this.#replace(arn, (before) => before.filter(({ Key }) => !keys.includes(Key)));
  }

  /** Forgets a resource that is gone. */
  forget(arn: string): Promise<void> {
    return this.#replace(arn, () => []);
  }

  #replace(arn: string, edit: (before: readonly Tag[]) => readonly Tag[]): Promise<void> {
    return this.#shelf.change(async (all) => {
      const kept = all.get(arn);
      const after = edit(kept?.value.Tags ?? []);
      if (kept === undefined && after.length === 0) return;
      const over = kept?.revision ?? 0;
      const done =
        after.length === 0
          ? await this.#shelf.delete(arn, over)
          : await this.#shelf.put(arn, tagSet(after), over);
      if (!done) throw invalidMember(`The tags of ${arn} were changed at the same time; try again.`);
    });
  }
}

/** Outside of the class: inside, TypeScript 7.0 takes the member for the class of the same name and writes `{ _a: tags }`. */
function tagSet(tags: readonly Tag[]): TagSet {
  return { Tags: tags };
}

/**
 * Refuses tags that no resource may bear, before anything is made that would bear them.
 *
 * @throws ServiceError `service/too-many-tags`, `service/invalid-request`
 */
export function checkTags(tags: readonly Tag[], arn: string): void {
  const reserved = tags.find(({ Key }) => /^aws:/i.test(Key));
  if (reserved !== undefined)
    throw invalidMember(`The tag key ${show(reserved.Key)} begins with "aws:", which is reserved.`);
  const keys = new Set(tags.map(({ Key }) => Key));
  if (keys.size < tags.length) throw invalidMember('Tags has a key more than once; write each key once.');
  if (tags.length > mostTags) throw tooManyTags(arn);
}

function tooManyTags(arn: string): ServiceError {
  return new ServiceError('service/too-many-tags', `A resource has at most ${mostTags} tags.`, {
    resourceName: arn,
  });
}
