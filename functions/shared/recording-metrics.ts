import { HOUR_MS, type RecordOutcome, totalTokens } from '@token-ledger/core';
import type { Telemetry } from './telemetry.ts';

/** Counts the outcomes of `recordUsage`, for every function that calls it. */
export function countOutcomes(
  telemetry: Telemetry,
  outcomes: readonly RecordOutcome[],
  quality: boolean,
): void {
  const recorded = outcomes.filter((outcome) => outcome.kind === 'recorded').map(({ record }) => record);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  telemetry.count('RecordsRecorded', recorded.length);
  telemetry.count('TokensRecorded', sum(recorded.map(({ tokens }) => totalTokens(tokens))));
  if (!quality) return;
  const duplicates = outcomes.filter((outcome) => outcome.kind === 'duplicate');
  const erased = outcomes.filter((outcome) => outcome.kind === 'erased');
  telemetry.count('DuplicateRecords', duplicates.length + erased.length);
  telemetry.count('ConflictingRecords', duplicates.filter(({ conflicting }) => conflicting).length);
  telemetry.count('UnattributedTokens', sum(recorded.map(({ tokens }) => tokens.cacheCreationUnattributed)));
  telemetry.count(
    'LateRecords',
    recorded.filter(({ occurredAtMs, receivedAtMs }) => receivedAtMs - occurredAtMs > HOUR_MS).length,
  );
}
