import { NO_TOKENS, type UsageRecord } from '@token-ledger/core';

/*
 * What reports of a call may say, and what a digit of a sum says about them. A record under place number i costs
 * `digit * 32 ** i`, so a sum shows which places it counts, and with the content of which revision.
 */

export interface Content {
  /** 0: it broke off; 1: totals only; 2: complete. */
  readonly rank: 0 | 1 | 2;
  readonly input: number;
  readonly output: number;
}

/** What is equal in figures costs the same at any rank, as in life. */
export const CONTENTS = {
  begun: { rank: 0, input: 1, output: 1 },
  wider: { rank: 0, input: 2, output: 1 },
  longer: { rank: 0, input: 1, output: 2 },
  totals: { rank: 1, input: 3, output: 3 },
  complete: { rank: 2, input: 3, output: 3 },
  /** These contradict the two before. */
  otherTotals: { rank: 1, input: 1, output: 3 },
  otherComplete: { rank: 2, input: 3, output: 2 },
  /** The figures with which it began: what a record counts may become what it was before. */
  completeAsBegun: { rank: 2, input: 1, output: 1 },
} as const satisfies Record<string, Content>;

export const BASE = 32;

export function contentOf({ status, detail, tokens }: UsageRecord): Content {
  const rank = status === 'partial' ? 0 : detail === 'totals' ? 1 : 2;
  return { rank, input: tokens.input, output: tokens.output };
}

export function recordContent({
  rank,
  input,
  output,
}: Content): Pick<UsageRecord, 'status' | 'tokens' | 'detail'> {
  return {
    status: rank === 0 ? 'partial' : 'ok',
    tokens: { ...NO_TOKENS, input, output },
    ...(rank === 1 && { detail: 'totals' }),
  };
}

export function digitOf({ input, output }: Content): number {
  return input + 4 * output;
}

/** Whether a record of content `a` counts what a report of content `b` says, or something that outranks it. */
export function covers(a: Content, b: Content): boolean {
  if (a.rank !== b.rank) return a.rank > b.rank;
  return a.rank > 0 || (a.input >= b.input && a.output >= b.output);
}

export function sameContent(a: Content, b: Content): boolean {
  return a.rank === b.rank && a.input === b.input && a.output === b.output;
}

/** What reports that do not contradict each other come to: the highest rank, and of partial ones the maximum of each field. */
export function bestOf(contents: readonly Content[]): Content {
  const rank = Math.max(...contents.map((content) => content.rank)) as Content['rank'];
  const best = contents.filter((content) => content.rank === rank);
  return {
    rank,
    input: Math.max(...best.map(({ input }) => input)),
    output: Math.max(...best.map(({ output }) => output)),
  };
}
