import type { Step } from './step.ts';

export interface InMemoryStoreOptions {
  /** Wraps every atomic operation. */
  readonly step: Step;
  /** Items on a page if the caller passes no limit. */
  readonly pageSize: number;
}
