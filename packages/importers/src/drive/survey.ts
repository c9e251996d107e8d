import type { Problem } from '@token-ledger/contract';
import {
  addTokens,
  createPricer,
  DAY_MS,
  NO_TOKENS,
  type ReportedUsage,
  SHIPPED_PRICE_BOOK,
  type TokenCounts,
} from '@token-ledger/core';
import type { FoundRecord, ImportItem, ImportSourceName, SkipReason } from '../import-source.ts';
import { MAX_NAMES_COMPARED } from '../limits.ts';
import { completed, judge, type RecordDefaults } from './judge.ts';
import { RepeatedNames } from './repeated-names.ts';
import { isWithin, type TimeRange } from './time-range.ts';

/** The usage of an access key on one day that cannot join what was captured live. */
export interface UnjoinedSpan {
  readonly accessKeyId: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** What an import would send, known before anything is sent. */
export interface Survey {
  /** Valid ones. */
  readonly records: number;
  /** Of them, those that repeat a name of this import: they count once. */
  readonly duplicates: number;
  readonly partial: number;
  /** Those that the ledger would refuse for their age. */
  readonly tooOld: number;
  /** Records that break a rule of their form. */
  readonly invalid: number;
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  readonly unknownFigures: readonly string[];
  /** Of the first report of each name. */
  readonly tokens: TokenCounts;
  /** At the list prices that this version ships. */
  readonly costNanoUsd: bigint;
  readonly unpriced: number;
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  readonly unjoined: readonly UnjoinedSpan[];
}

export interface SurveyOptions {
  readonly items: AsyncIterable<ImportItem>;
  readonly sourceName: ImportSourceName;
  readonly defaults: RecordDefaults;
  readonly ownKeyId: string;
  readonly range: TimeRange;
  /** Since when the ledger counts usage. */
  readonly acceptedFromMs: number;
  readonly onItem?: (items: number) => void;
  readonly onInvalid?: (item: FoundRecord, problems: readonly Problem[]) => Promise<void>;
}

/** Reads everything once, so that a mistake in the last file is found before the first record is sent. */
export async function survey(options: SurveyOptions): Promise<Survey> {
  const sums = new SurveySums(options);
  let items = 0;
  for await (const item of options.items) {
    await sums.add(item);
    items += 1;
    options.onItem?.(items);
  }
  return sums.result();
}

class SurveySums {
  readonly #options: SurveyOptions;
  readonly #pricer = createPricer(SHIPPED_PRICE_BOOK);
  readonly #names = new RepeatedNames(MAX_NAMES_COMPARED);
  readonly #skipped: Partial<Record<SkipReason, number>> = {};
  readonly #unknown = new Set<string>();
  readonly #unjoined = new Map<string, UnjoinedSpan>();
  #counts = { records: 0, duplicates: 0, partial: 0, tooOld: 0, invalid: 0, unpriced: 0 };
  #tokens = NO_TOKENS;
  #costNanoUsd = 0n;
  #firstMs: number | undefined;
  #lastMs: number | undefined;

  constructor(options: SurveyOptions) {
    this.#options = options;
  }

  async add(item: ImportItem): Promise<void> {
    if (item.kind === 'skipped') return this.#skip(item.reason);
    if (item.kind === 'unknown_figures') {
      for (const name of item.names) this.#unknown.add(name);
      return;
    }
    const { sourceName, defaults, ownKeyId, range, onInvalid } = this.#options;
    const judged = judge(completed(item, sourceName, defaults), ownKeyId);
    if (!judged.ok) {
      this.#counts.invalid += 1;
      return onInvalid?.(item, judged.problems);
    }
    const atMs = judged.usage.occurredAtMs ?? range.fromMs;
    if (!isWithin(atMs, range)) return this.#skip('outside_range');
    this.#count(judged.usage, atMs, item.joins);
  }

  result(): Survey {
    return {
      ...this.#counts,
      skipped: this.#skipped,
      unknownFigures: [...this.#unknown].toSorted(),
      tokens: this.#tokens,
      costNanoUsd: this.#costNanoUsd,
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      unjoined: [...this.#unjoined.values()],
    };
  }

  #skip(reason: SkipReason): void {
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + 1;
  }

  #count(usage: ReportedUsage, atMs: number, joins: boolean): void {
    const { accessKeyId, requestId, otherName, tokens, status } = usage;
    this.#counts.records += 1;
    if (status === 'partial') this.#counts.partial += 1;
    if (atMs < this.#options.acceptedFromMs) this.#counts.tooOld += 1;
    this.#firstMs = Math.min(this.#firstMs ?? atMs, atMs);
    this.#lastMs = Math.max(this.#lastMs ?? atMs, atMs);
    if (!joins) this.#addUnjoined(accessKeyId, atMs);
    if (this.#names.repeats(accessKeyId, otherName ?? requestId)) {
      this.#counts.duplicates += 1;
      return;
    }
    this.#tokens = addTokens(this.#tokens, tokens);
    const cost = this.#pricer.priceRecord({ ...usage, occurredAtMs: atMs, receivedAtMs: atMs });
    this.#costNanoUsd += cost.listNanoDollars;
    if (cost.unpriced) this.#counts.unpriced += 1;
  }

  #addUnjoined(accessKeyId: string, atMs: number): void {
    const key = `${Math.floor(atMs / DAY_MS)} ${accessKeyId}`;
    const { firstMs = atMs, lastMs = atMs } = this.#unjoined.get(key) ?? {};
    this.#unjoined.set(key, {
      accessKeyId,
      firstMs: Math.min(firstMs, atMs),
      lastMs: Math.max(lastMs, atMs),
    });
  }
}
