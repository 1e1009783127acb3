import { firstSchema } from './0001-first.js';
import { settingsSchema } from './0002-settings.js';
import { compactRowsSchema } from './0003-compact-rows.js';
import { packsSchema } from './0004-packs.js';
import { searchRowsSchema } from './0005-search-rows.js';
import { spansSchema } from './0006-spans.js';
import { vocabulariesSchema } from './0007-vocabularies.js';
import { unnotedSchema } from './0008-unnoted.js';

/** Every step from an empty file to the current schema, in order; the position plus one is the schema's version. Never edit one that was released. */
export const migrations: readonly string[] = [
  firstSchema,
  settingsSchema,
  compactRowsSchema,
  packsSchema,
  searchRowsSchema,
  spansSchema,
  vocabulariesSchema,
  unnotedSchema,
];
