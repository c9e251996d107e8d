import { DAY_MS, totalTokens } from '@token-ledger/core';
import type { ImportResult, SkipReason } from '@token-ledger/importers';

/** `lateLimitDays` as it is shipped: what occurred earlier is refused, unless the deployment has a longer limit. */
const DEFAULT_LATE_LIMIT_DAYS = 35;

/** What can be done about lines that were skipped. */
const HINTS: Partial<Readonly<Record<SkipReason, string>>> = {
  ambiguous_convention: '. Name what their input tokens count: --convention inclusive or exclusive',
  same_call_elsewhere: '. They are rows of access_key_usage, too: import that table as well',
  unmapped_key: '. Add their access keys to accessKeys of --map',
};

/** What an import did, or would do, in lines for people. */
export function summarize(
  { survey, sent, unchangedFiles, continued }: ImportResult,
  formatNanoDollars: (amount: bigint) => string,
  nowMs = Date.now(),
): readonly string[] {
  const { records, duplicates, partial, invalid, skipped, unknownFigures, tokens, unpriced } = survey;
  const { firstMs, lastMs } = survey;
  const oldestMs = nowMs - DEFAULT_LATE_LIMIT_DAYS * DAY_MS;
  const range = firstMs === undefined || lastMs === undefined ? '' : `, ${iso(firstMs)} to ${iso(lastMs)}`;
  return [
    ...(unchangedFiles > 0
      ? [`Files that did not change since they were imported: ${count(unchangedFiles)}`]
      : []),
    ...(continued ? ['Continued an interrupted import.'] : []),
    `Records: ${count(records)}${range}`,
    ...(duplicates > 0 ? [`  that repeat a name, and count once: ${count(duplicates)}`] : []),
    ...(partial > 0
      ? [`  that are partial, because their output is not known in full: ${count(partial)}`]
      : []),
    `  tokens: ${count(totalTokens(tokens))}, at list prices ${formatNanoDollars(survey.costNanoUsd)} USD`,
    ...(unpriced > 0 ? [`  that have no price in part or at all: ${count(unpriced)}`] : []),
    ...Object.entries(skipped).map(
      ([reason, lines]) => `Skipped ${count(lines)}: ${reason}${HINTS[reason as SkipReason] ?? ''}`,
    ),
    ...(unknownFigures.length > 0 ? [`Not counted, because not known: ${unknownFigures.join(', ')}`] : []),
    ...(firstMs !== undefined && firstMs < oldestMs
      ? [
          `Calls before ${iso(oldestMs)} are refused as too_old, unless lateLimitDays of the deployment is more than ${DEFAULT_LATE_LIMIT_DAYS}.`,
        ]
      : []),
    ...(invalid > 0 ? [`Refused, because not valid: ${count(invalid)}`] : []),
    ...(sent
      ? [
          `Accepted ${count(sent.accepted)}, in conflict ${count(sent.conflicts)}, refused by the ledger ${count(sent.rejected)}.`,
        ]
      : ['Nothing was sent: this was a dry run.']),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
