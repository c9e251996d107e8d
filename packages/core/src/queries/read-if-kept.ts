import { FrozenPartialHourError } from '../ledger/read/read-plan.ts';
import type { SourceReader } from '../ledger/read/source-reader.ts';
import { hourStart } from '../time/bucket.ts';
import type { TimeSpan } from './previous-range.ts';
import { RecordsNotKeptError } from './read-pair.ts';

/**
 * Reads a computed range, for comparison. If an end lies within a frozen hour, it is moved to the start of that hour.
 * If that does not help (in a zone whose days begin within hours), the answer has no comparison.
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
