import type { UsageIteration, UsageRecord } from '../usage/record.ts';
import {
  addTokens,
  cacheCreationTokens,
  NO_TOKENS,
  type TokenCounts,
  totalTokens,
} from '../usage/token-counts.ts';
import { isSameModel } from './model-alias.ts';

/** Tokens of a call that are billed together: one model, one prompt. */
export interface BilledPart {
  /** As the record spells it, where it names the same model. */
  readonly model: string;
  readonly tokens: TokenCounts;
  /** The largest prompt of the steps these tokens are the sum of; absent when they are one step, or unknown. */
  readonly largestStepTokens?: number;
  /** Whether the record's `speed` is surely this part's. */
  readonly speedIsKnown: boolean;
  /** Whether a fallback credit was redeemed, so that cache writes are billed as reads. */
  readonly writesAreCredited?: boolean;
  /** Whether it is not quite sure that these tokens are billed at this model's usual prices. */
  readonly uncertain: boolean;
}

export interface BilledParts {
  readonly parts: readonly BilledPart[];
  /** Whether there are tokens of a kind of iteration that is not known, so that it is unknown whether they are billed. */
  readonly hasUnknownIteration: boolean;
}

/** Input, cache creation and cache read together. */
export function promptTokens(tokens: TokenCounts): number {
  return tokens.input + cacheCreationTokens(tokens) + tokens.cacheRead;
}

/** All tokens of a record that are billed. The same object as the record's own counters where these are all. */
export function billedTokens(record: UsageRecord): TokenCounts {
  const [first, ...others] = billedParts(record).parts;
  return others.reduce((sum, { tokens }) => addTokens(sum, tokens), first?.tokens ?? NO_TOKENS);
}

/**
 * What of a record is billed, and to which model: the only place that decides it, for tokens and for money. A function of
 * the record alone. Sources are named in docs/pricing.md:
 *
 * - The record's own counters are the work of the model that served: that of the last `fallback_message`, or else the
 *   record's. `message` iterations of that model are in them already.
 * - `compaction` and `advisor_message` are not in the counters, and added.
 * - When a fallback served, each `message` of another model is an attempt that declined: not in the counters, and billed
 *   if it had output.
 * - A request refused before there was any output is not billed.
 */
export function billedParts(record: UsageRecord): BilledParts {
  const { tokens, iterations } = record;
  const isBilled = record.stopReason !== 'refusal' || tokens.output > 0;
  if (!iterations) {
    const part: BilledPart = { model: record.model, tokens, speedIsKnown: true, ...creditOf(record) };
    return { parts: isBilled ? [part] : [], hasUnknownIteration: false };
  }

  const spelled = (model: string) => (isSameModel(model, record.model) ? record.model : model);
  const fallback = iterations.findLast(({ type }) => type === 'fallback_message');
  const served = spelled(fallback?.model ?? record.model);
  const isOfServed = ({ model = served }: UsageIteration) => isSameModel(model, served);
  const messages = iterations.filter(({ type }) => type === 'message' || type === 'fallback_message');
  const added = iterations.filter(({ type }) => type === 'compaction' || type === 'advisor_message');
  const steps = messages.filter(isOfServed);
  const declined = fallback ? messages.filter((each) => !isOfServed(each) && each.tokens.output > 0) : [];

  const credit = creditOf(record);
  const own: BilledPart = {
    model: served,
    tokens,
    ...(steps.length > 0 && {
      largestStepTokens: Math.max(...steps.map((step) => promptTokens(step.tokens))),
    }),
    speedIsKnown: true,
    ...credit,
    // With a fallback, cache writes may be credited, that is, billed as reads. Without one, it is unknown what a message
    // of another model is.
    uncertain:
      credit.uncertain || (fallback ? cacheCreationTokens(tokens) > 0 : steps.length < messages.length),
  };
  const others = [...added, ...declined].map((iteration) => ({
    model: spelled(iteration.model ?? served),
    tokens: iteration.tokens,
    speedIsKnown: isOfServed(iteration),
    // Nothing shows whether the model that declined or the one that served wrote a summary.
    uncertain: iteration.model === undefined && fallback !== undefined,
  }));
  return {
    parts: isBilled ? [own, ...others] : others,
    hasUnknownIteration: iterations.some(
      (each) => !messages.includes(each) && !added.includes(each) && totalTokens(each.tokens) > 0,
    ),
  };
}

const NO_CREDIT = { uncertain: false };

/**
 * What a fallback credit does to the cache writes of the model that served. It covers the prefix that the refusing model had
 * in its cache; nothing shows how much of the writes that is.
 */
function creditOf({
  fallbackCredit,
  tokens,
}: UsageRecord): Pick<BilledPart, 'writesAreCredited' | 'uncertain'> {
  if (fallbackCredit === undefined || fallbackCredit === 'not_applied') return NO_CREDIT;
  return {
    writesAreCredited: fallbackCredit === 'redeemed',
    uncertain: cacheCreationTokens(tokens) > 0,
  };
}
