import { invalidMember, show } from '../http/members.js';
import type { Kept, Shelf } from '../settings/shelf.js';
import { checkFilter } from '../xray/check-filter.js';
import { defaultGroup, type Group, type InsightsConfiguration, newGroupArn } from './group.js';

/** X-Ray's own limit under `--strict`, and ours. */
const mostGroups = { strict: 25, generous: 1000 };

/** By which a request names a group: one of the two. */
export interface GroupSelection {
  readonly GroupName?: string;
  readonly GroupARN?: string;
}

/** What a group is made with, or what is changed of it. */
export interface GroupContent {
  readonly FilterExpression?: string;
  readonly InsightsConfiguration?: Partial<InsightsConfiguration>;
}

/** A filter expression with what its groups stand for, as queries of the store take it. */
export interface GroupedFilter {
  readonly filter?: string;
  readonly groups?: ReadonlyMap<string, string>;
}

/** The groups: named filter expressions, `Default` among them. Errors are ServiceErrors with X-Ray's codes. */
export class Groups {
  readonly #shelf: Shelf<Group>;
  readonly #most: number;

  constructor(shelf: Shelf<Group>, strict: boolean) {
    this.#shelf = shelf;
    this.#most = strict ? mostGroups.strict : mostGroups.generous;
  }

  /** Every group, `Default` first, the others by name. */
  async list(): Promise<readonly Group[]> {
    return listed(await this.#shelf.all());
  }

  /** The group that a request names. */
  async find(selection: GroupSelection): Promise<Group> {
    return found(await this.list(), selection);
  }

  /** The expressions of all groups, by name and by ARN. */
  async expressions(): Promise<ReadonlyMap<string, string>> {
    return expressionsOf(await this.list());
  }

  create(name: string, content: GroupContent): Promise<Group> {
    return this.#shelf.change(async (all) => {
      if (name === defaultGroup.GroupName || all.has(name))
        throw invalidMember(`A group named ${show(name)} already exists; update it, or choose another name.`);
      if (all.size + 1 >= this.#most)
        throw invalidMember(`There are ${this.#most} groups already; delete one first.`);
      return this.#write(
        all,
        changed({ ...defaultGroup, GroupName: name, GroupARN: newGroupArn(name) }, content),
      );
    });
  }

  update(selection: GroupSelection, content: GroupContent): Promise<Group> {
    return this.#shelf.change(async (all) => {
      const group = found(listed(all), selection);
      if (group.GroupName === defaultGroup.GroupName && content.FilterExpression !== undefined)
        throw invalidMember('The group Default holds every trace; its filter expression cannot be changed.');
      return this.#write(all, changed(group, content));
    });
  }

  /** Gives the group that is gone. */
  delete(selection: GroupSelection): Promise<Group> {
    return this.#shelf.change(async (all) => {
      const group = found(listed(all), selection);
      if (group.GroupName === defaultGroup.GroupName)
        throw invalidMember('The group Default cannot be deleted.');
      const done = await this.#shelf.delete(group.GroupName, all.get(group.GroupName)?.revision ?? 0);
      if (!done) throw changedMeanwhile(group.GroupName);
      return group;
    });
  }

  /**
   * Checks a filter expression and gives it with the groups it refers to.
   *
   * @throws ServiceError `service/invalid-filter`
   */
  async filter(text: string | undefined): Promise<GroupedFilter> {
    if (text === undefined || text === '') return {};
    // Only an expression with this word can refer to a group; all others need not wait for them.
    const groups = /group/i.test(text) ? await this.expressions() : undefined;
    checkFilter(text, groups);
    return { filter: text, ...(groups !== undefined && { groups }) };
  }

  /**
   * The filter of the group that a request names; none where it names none.
   *
   * @throws ServiceError `service/invalid-request`, or `service/invalid-filter` where the group refers to one that is gone
   */
  async filterOfGroup(selection: GroupSelection): Promise<GroupedFilter> {
    if (selection.GroupName === undefined && selection.GroupARN === undefined) return {};
    return this.filter((await this.find(selection)).FilterExpression);
  }

  async #write(all: ReadonlyMap<string, Kept<Group>>, group: Group): Promise<Group> {
    if (group.FilterExpression !== undefined) {
      const groups = listed(all).filter(({ GroupName }) => GroupName !== group.GroupName);
      checkFilter(group.FilterExpression, expressionsOf([...groups, group]));
    }
    const over = all.get(group.GroupName)?.revision ?? 0;
    if (!(await this.#shelf.put(group.GroupName, group, over))) throw changedMeanwhile(group.GroupName);
    return group;
  }
}

function listed(all: ReadonlyMap<string, Kept<Group>>): readonly Group[] {
  const stored = [...all.values()].map(({ value }) => value);
  const ofUsers = stored.filter(({ GroupName }) => GroupName !== defaultGroup.GroupName);
  return [all.get(defaultGroup.GroupName)?.value ?? defaultGroup, ...ofUsers];
}

function found(groups: readonly Group[], { GroupName, GroupARN }: GroupSelection): Group {
  if ((GroupName === undefined) === (GroupARN === undefined))
    throw invalidMember('Name the group by GroupName or by GroupARN, by one of them.');
  const group = groups.find((one) => one.GroupName === GroupName || one.GroupARN === GroupARN);
  if (group === undefined)
    throw invalidMember(`There is no group ${show(GroupName ?? GroupARN)}; GetGroups lists them.`);
  return group;
}

function changed(group: Group, { FilterExpression, InsightsConfiguration }: GroupContent): Group {
  const insights = { ...group.InsightsConfiguration, ...InsightsConfiguration };
  if (insights.NotificationsEnabled && !insights.InsightsEnabled)
    throw invalidMember(
      'InsightsConfiguration has NotificationsEnabled without InsightsEnabled; enable insights too.',
    );
  const { FilterExpression: before, ...rest } = group;
  const filter = FilterExpression ?? before ?? '';
  return {
    ...rest,
    ...(filter === '' ? {} : { FilterExpression: filter }),
    InsightsConfiguration: insights,
  };
}

function expressionsOf(groups: readonly Group[]): ReadonlyMap<string, string> {
  return new Map(
    groups.flatMap(({ GroupName, GroupARN, FilterExpression = '' }) => [
      [GroupName, FilterExpression],
      [GroupARN, FilterExpression],
    ]),
  );
}

function changedMeanwhile(name: string): Error {
  return invalidMember(`The group ${show(name)} was changed at the same time; read it and try again.`);
}
