import { totalTokens } from '@token-ledger/core';
import type { ImportResult, SkipReason, Survey } from '@token-ledger/importers';
import { shortUsd } from '../output/figures.ts';

/** What can be done about lines that were skipped. */
const HINTS: Partial<Readonly<Record<SkipReason, string>>> = {
  ambiguous_convention: '. Name what their input tokens count: --convention inclusive or exclusive',
  same_call_elsewhere: '. They are rows of access_key_usage, too: import that table as well',
  unmapped_key: '. Add their access keys to accessKeys of --map',
};

type FormatNanoDollars = (amount: bigint) => string;

/** What an import did, or would do, in lines for people. */
export function summarize(
  { survey, sent, unchangedFiles, continued }: ImportResult,
  formatNanoDollars: FormatNanoDollars,
): readonly string[] {
  return [
    ...(unchangedFiles > 0
      ? [`Files that did not change since they were imported: ${count(unchangedFiles)}`]
      : []),
    ...(continued ? ['Continued an interrupted import.'] : []),
    ...summarizeSurvey(survey, formatNanoDollars),
    ...(sent
      ? [
          `Accepted ${count(sent.accepted)}, in conflict ${count(sent.conflicts)}, refused by the ledger ${count(sent.rejected)}.`,
        ]
      : ['Nothing was sent: this was a dry run.']),
  ];
}

/** What was read, in lines for people. */
export function summarizeSurvey(survey: Survey, formatNanoDollars: FormatNanoDollars): readonly string[] {
  const { records, duplicates, partial, tooOld, invalid, skipped, unknownFigures, tokens, unpriced } = survey;
  const { firstMs, lastMs } = survey;
  const range = firstMs === undefined || lastMs === undefined ? '' : `, ${iso(firstMs)} to ${iso(lastMs)}`;
  return [
    `Records: ${count(records)}${range}`,
    ...(duplicates > 0 ? [`  that repeat a name, and count once: ${count(duplicates)}`] : []),
    ...(partial > 0
      ? [`  that are partial, because their output is not known in full: ${count(partial)}`]
      : []),
    ...(tooOld > 0 ? [`  that are too old for this ledger: ${count(tooOld)}`] : []),
    `  tokens: ${count(totalTokens(tokens))}, at list prices ${shortUsd(formatNanoDollars(survey.costNanoUsd))}`,
    ...(unpriced > 0 ? [`  that have no price in part or at all: ${count(unpriced)}`] : []),
    ...Object.entries(skipped).map(
      ([reason, lines]) => `Skipped ${count(lines)}: ${reason}${HINTS[reason as SkipReason] ?? ''}`,
    ),
    ...(unknownFigures.length > 0 ? [`Not counted, because not known: ${unknownFigures.join(', ')}`] : []),
    ...(invalid > 0 ? [`Refused, because not valid: ${count(invalid)}`] : []),
  ];
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
