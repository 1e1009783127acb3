/** Keeps documents, assembles them into traces and searches them. */

export { StoreError, type StoreErrorCode } from './store-error.js';
export type {
  AppendOptions,
  GraphQuery,
  SearchPage,
  SearchQuery,
  StoreChange,
  StoredTrace,
  StoreStatus,
  TimeRangeType,
  TraceStore,
} from './trace-store.js';
