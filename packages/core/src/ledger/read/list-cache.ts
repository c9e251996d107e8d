import type { CellColumns } from '../cell-columns.ts';

/**
 * What was read of lists before, for answers to come. A list is used where it agrees with the item of everything of its
 * bucket, and every write of that item has a version of its own; so what agreed with a version agrees with it for ever, and
 * needs to be neither read nor unpacked.
 */
export interface ListCache {
  /** What is kept under a key, or else what `load` resolves with, which is kept unless it is undefined. */
  readonly read: (
    key: string,
    load: () => Promise<CellColumns | undefined>,
  ) => Promise<CellColumns | undefined>;
}

export const NO_LIST_CACHE: ListCache = { read: (_key, load) => load() };
