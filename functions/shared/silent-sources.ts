import {
  type Clock,
  type HeardSource,
  heardSources,
  RECORD_SOURCES,
  type SilentAfterMinutes,
  type SourceStore,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import { jsonText } from './json-text.ts';

/** What functions need that judge whether a source is silent. */
export const silentSourceSettings = {
  /** After how many minutes without a report each source is silent; 0 or absent: never. */
  SILENT_SOURCE_MINUTES: z.pipe(
    jsonText(),
    z.pipe(
      z.partialRecord(z.enum(RECORD_SOURCES), z.int().check(z.gte(0))),
      z.transform((minutes): SilentAfterMinutes => minutes),
    ),
  ),
};

/** When each source was last heard, and whether it is silent now. */
export type ReadSources = () => Promise<readonly HeardSource[]>;

export function createReadSources(
  store: Pick<SourceStore, 'listSources'>,
  silentAfterMinutes: SilentAfterMinutes,
  clock: Clock = Date.now,
): ReadSources {
  return async () => heardSources(await store.listSources(), silentAfterMinutes, clock());
}
