import { type Claim, codeOf } from './test-runner.js';

/** What keeping settings must do. */
export const settingsClaims: readonly Claim[] = [
  {
    name: 'a setting is read as it was put, one kind apart from another, in the order of keys',
    async show(store, expect) {
      const value = { name: 'slow "\u0000"', rates: [0.5, null, true], nested: { deep: {} } };
      await store.putSetting({ kind: 'group', key: 'b', value });
      await store.putSetting({ kind: 'group', key: 'a\u0000\ud800', value: 1 });
      await store.putSetting({ kind: 'rule', key: 'b', value: 'other' });
      expect(await store.settings('group')).toEqual([
        { kind: 'group', key: 'a\u0000\ud800', value: 1, revision: 1 },
        { kind: 'group', key: 'b', value, revision: 1 },
      ]);
      expect(await store.settings('none')).toEqual([]);
    },
  },
  {
    name: 'a change that expects another revision is refused and changes nothing',
    async show(store, expect) {
      const place = { kind: 'rule', key: 'a' };
      await store.putSetting({ ...place, value: 1, expectedRevision: 0 });
      expect(await codeOf(store.putSetting({ ...place, value: 2, expectedRevision: 0 }))).toBe(
        'store/conflict',
      );
      expect(await store.putSetting({ ...place, value: 3, expectedRevision: 1 })).toEqual({
        ...place,
        value: 3,
        revision: 2,
      });
      expect(await codeOf(store.deleteSetting({ ...place, expectedRevision: 1 }))).toBe('store/conflict');
      expect((await store.settings('rule')).map(({ value }) => value)).toEqual([3]);
    },
  },
  {
    name: 'of changes at the same time that expect the same revision one is made',
    async show(store, expect) {
      const codes = await Promise.all(
        [1, 2, 3].map((value) =>
          codeOf(store.putSetting({ kind: 'rule', key: 'a', value, expectedRevision: 0 })),
        ),
      );
      expect(codes.sort()).toEqual(['none', 'store/conflict', 'store/conflict']);
    },
  },
  {
    name: 'a deleted setting is gone, deleting it again tells so, and a new one begins anew',
    async show(store, expect) {
      const place = { kind: 'tag', key: 'a' };
      await store.putSetting({ ...place, value: 1 });
      await store.putSetting({ ...place, value: 2 });
      expect(await store.deleteSetting(place)).toBe(true);
      expect(await store.deleteSetting(place)).toBe(false);
      expect(await store.settings('tag')).toEqual([]);
      expect((await store.putSetting({ ...place, value: 3, expectedRevision: 0 })).revision).toBe(1);
    },
  },
];
