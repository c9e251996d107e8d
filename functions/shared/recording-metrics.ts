import {
  billedTokens,
  type CountedOutcome,
  HOUR_MS,
  hasClockFault,
  type RecordOutcome,
  totalTokens,
  type UsageRecord,
} from '@token-ledger/core';
import type { Telemetry } from './telemetry.ts';

/** Counts what `recordUsage` did, wherever it is called. */
export function countOutcomes(
  telemetry: Telemetry,
  outcomes: readonly RecordOutcome[],
  quality: boolean,
): void {
  const effects = outcomes.map(effectOf);
  const recorded = effects.filter((effect) => effect?.kind === 'recorded').map(({ record }) => record);
  const completed = effects.filter((effect) => effect?.kind === 'completed');
  telemetry.count('RecordsRecorded', recorded.length);
  telemetry.count('CompletedRecords', completed.length);
  telemetry.count('ConflictingReports', outcomes.filter(({ kind }) => kind === 'conflict').length);
  const billed = (record: UsageRecord) => totalTokens(billedTokens(record));
  const grown = completed.map(({ before, canonical }) => Math.max(0, billed(canonical) - billed(before)));
  telemetry.count('TokensRecorded', sum(recorded.map(billed)) + sum(grown));
  telemetry.count('ClocksAhead', recorded.filter(hasClockFault).length);
  if (!quality) return;
  const repeated = effects.filter((effect) => effect?.kind === 'duplicate').length;
  const erased = outcomes.filter(({ kind }) => kind === 'erased').length;
  telemetry.count('DuplicateRecords', repeated + erased);
  telemetry.count('UnattributedTokens', sum(recorded.map(({ tokens }) => tokens.cacheCreationUnattributed)));
  telemetry.count(
    'LateRecords',
    recorded.filter(({ occurredAtMs, receivedAtMs }) => receivedAtMs - occurredAtMs > HOUR_MS).length,
  );
}

/** What a report did, if it was taken in; one that contradicts a record may do something all the same. */
export function effectOf(outcome: RecordOutcome): CountedOutcome | undefined {
  switch (outcome.kind) {
    case 'conflict':
      return outcome.effect;
    case 'recorded':
    case 'completed':
    case 'duplicate':
      return outcome;
    default:
      return undefined;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
