/** Keeps documents, assembles them into traces and searches them. */

// For users
export { type BackupOptions, backUpStore } from './back-up-store.js';
export { type CheckOptions, type CheckReport, checkStore } from './check-store.js';
export { openStore, type StoreLogger, type StoreOptions } from './open-store.js';
export { type SalvageOptions, type SalvageReport, salvageStore } from './salvage-store.js';
// For integrators
export type { NodePattern, Series, SeriesQuery, SeriesSubject } from './series.js';
export type {
  Setting,
  SettingChange,
  SettingPlace,
  SettingRemoval,
  SettingsStore,
} from './settings.js';
export { StoreError, type StoreErrorCode } from './store-error.js';
export type {
  AppendOptions,
  CompiledTrace,
  GraphQuery,
  LeftOutReason,
  SearchPage,
  SearchQuery,
  StoreChange,
  StoredTrace,
  StoreLimits,
  StoreStatus,
  TimeRangeType,
  TraceComparison,
  TraceStore,
} from './trace-store.js';
