import {
  HEARD_EVERY_MS,
  type RecordSource,
  type SourceStore,
  sourceOf,
  type UsageRecord,
} from '@token-ledger/core';
import type { Log } from './telemetry.ts';

/** Notes which sources were heard. Does not reject: that a report is recorded must not depend on it. */
export type HearSources = (reports: Iterable<Pick<UsageRecord, 'source' | 'receivedAtMs'>>) => Promise<void>;

/** Marks each source at most once in five minutes under any load. */
export function createHearSources({
  store,
  logger,
}: {
  readonly store: Pick<SourceStore, 'markHeard'>;
  readonly logger: Log;
}): HearSources {
  const marked = new Map<RecordSource, number>();

  return async (reports) => {
    const heard = new Map<RecordSource, number>();
    for (const report of reports) {
      const source = sourceOf(report);
      heard.set(source, Math.max(heard.get(source) ?? 0, report.receivedAtMs));
    }
    await Promise.all([...heard].map(([source, atMs]) => mark(source, atMs)));
  };

  async function mark(source: RecordSource, atMs: number): Promise<void> {
    if (atMs < (marked.get(source) ?? 0) + HEARD_EVERY_MS) return;
    try {
      await store.markHeard(source, atMs);
      marked.set(source, atMs);
    } catch (error) {
      logger.warn('It could not be noted that a source was heard; the next report tries again.', {
        source,
        error,
      });
    }
  }
}
