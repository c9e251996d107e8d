import {
  findModel,
  PRICED_KINDS,
  type PriceBook,
  type PricedKind,
  type PriceEntry,
} from '@token-ledger/core';
import { type LiteLlmPrices, shiftDecimal } from './litellm.ts';

export interface PriceComparison {
  /** One line per difference. */
  readonly differences: readonly string[];
  /** Models of the book that the table lacks, so their prices are not compared. */
  readonly notInTable: readonly string[];
  /** Prices that are the same in both. */
  readonly same: number;
}

const FIELDS = {
  input: 'input_cost_per_token',
  output: 'output_cost_per_token',
  cacheCreation5m: 'cache_creation_input_token_cost',
  cacheCreation1h: 'cache_creation_input_token_cost_above_1hr',
  cacheRead: 'cache_read_input_token_cost',
} as const satisfies Record<PricedKind, string>;

/**
 * Compares the list prices of a day with those of a table. A price that only the book has is not a difference; one that only
 * the table has is.
 */
export function comparePrices(
  book: PriceBook,
  table: ReadonlyMap<string, LiteLlmPrices>,
  day: string,
): PriceComparison {
  const entries = new Map(book.entries.filter((entry) => isEffective(entry, day)).map((e) => [e.model, e]));
  const differences: string[] = [];
  const seen = new Set<string>();
  let same = 0;
  for (const [id, prices] of table) {
    const entry = entries.get(findModel(id, (model) => entries.has(model))?.model ?? '');
    if (!entry) {
      differences.push(`${id}: the book has no price for ${day}`);
      continue;
    }
    seen.add(entry.model);
    for (const [field, price] of prices) {
      const part = readField(field);
      if (!part) continue;
      const ours = bookPrice(entry, part);
      if (ours === price) same += 1;
      else
        differences.push(
          `${id}: ${field} is ${price} USD per million tokens in the table, ${ours ?? 'missing'} in the book`,
        );
    }
  }
  return { differences, notInTable: [...entries.keys()].filter((model) => !seen.has(model)), same };
}

function isEffective({ effectiveFrom = '', effectiveTo }: PriceEntry, day: string): boolean {
  return effectiveFrom <= day && (effectiveTo === undefined || day < effectiveTo);
}

interface FieldOfTable {
  readonly kind: PricedKind;
  /** The prompt size above which it applies. */
  readonly promptTokens: number | undefined;
}

/** The price that a field of the table holds; undefined for one that the book does not have. */
function readField(field: string): FieldOfTable | undefined {
  const [, name = field, thousands] = /^(.+)_above_(\d+)k_tokens$/.exec(field) ?? [];
  const kind = PRICED_KINDS.find((each) => FIELDS[each] === name);
  return kind && { kind, promptTokens: thousands === undefined ? undefined : Number(thousands) * 1_000 };
}

function bookPrice(entry: PriceEntry, { kind, promptTokens }: FieldOfTable): string | undefined {
  const band = entry.above?.promptTokens === promptTokens ? entry.above : undefined;
  const price = (promptTokens === undefined ? entry : band)?.[kind];
  return price === undefined ? undefined : shiftDecimal(price, 0);
}
