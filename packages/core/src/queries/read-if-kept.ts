import { FrozenPartialHourError } from '../ledger/read/read-plan.ts';
import type { SourceReader } from '../ledger/read/source-reader.ts';
import { hourStart } from '../time/bucket.ts';
import type { TimeSpan } from './previous-range.ts';
import { RecordsNotKeptError } from './read-pair.ts';

/**
 * Reads a range that nobody asked for by name, for comparison. Its ends were computed, so where they lie within a frozen
 * hour they are moved to its beginning; where that does not help (a zone whose days begin within hours) there is no
 * comparison rather than no answer.
 */
export async function readIfKept<T>(
  sources: SourceReader,
  asked: TimeSpan,
  read: (span: TimeSpan) => Promise<T>,
): Promise<{ readonly span: TimeSpan; readonly value: T } | undefined> {
  const rounded = (ms: number) => (sources.isFrozen(ms) ? hourStart(ms) : ms);
  const attempts = [asked, { fromMs: rounded(asked.fromMs), toMs: rounded(asked.toMs) }];
  for (const { fromMs, toMs } of attempts) {
    if (fromMs >= toMs) continue;
    try {
      return { span: { fromMs, toMs }, value: await read({ fromMs, toMs }) };
    } catch (error) {
      if (!(error instanceof FrozenPartialHourError || error instanceof RecordsNotKeptError)) throw error;
    }
  }
  return undefined;
}
