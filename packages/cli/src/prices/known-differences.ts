import type { PriceDifference } from './compare.ts';

/*
 * Where public tables differ from the book, or from each other, and why the book does not follow them. All other differences
 * are news.
 */

interface KnownDifference {
  readonly id: RegExp;
  /** Of these fields only. */
  readonly field?: RegExp;
  readonly reason: string;
}

const KNOWN: readonly KnownDifference[] = [
  {
    id: /claude-sonnet-4(-5|-2|$)/,
    field: /above.200/,
    reason: 'the prices of long prompts ended on 2026-04-30, with the context of a million tokens',
  },
  {
    id: /claude-mythos-preview$/,
    reason: 'the tables disagree: 10 and 25 USD of input; the book marks its price as doubtful',
  },
  { id: /^claude-3-sonnet$/, field: /cache/, reason: 'it had no prompt cache' },
  { id: /^anthropic\.claude-3-7-sonnet-20240620-v1:0$/, reason: 'there is no snapshot of that day' },
  { id: /^anthropic\.claude-haiku-4-5@20251001$/, reason: 'no provider has ids of this form' },
  { id: /claude-(2|v1|instant-v1)$/, reason: 'not served since November 2024, or only in Bedrock' },
];

/** The differences that are news, and the ids of the others by their reason. */
export function withoutKnown(differences: readonly PriceDifference[]): {
  readonly news: readonly PriceDifference[];
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
} {
  const known = new Map<string, Set<string>>();
  const news = differences.filter((difference) => {
    const reason = KNOWN.find((each) => covers(each, difference))?.reason;
    if (reason !== undefined) known.set(reason, (known.get(reason) ?? new Set()).add(difference.id));
    return reason === undefined;
  });
  return { news, known };
}

function covers({ id, field }: KnownDifference, difference: PriceDifference): boolean {
  return id.test(difference.id) && (field === undefined || field.test(difference.field ?? ''));
}
