import { readFile } from 'node:fs/promises';
import { SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { refused, UsageError } from '../errors.ts';
import { comparePrices, withoutPrice } from './compare.ts';
import { readGenaiPricesTable } from './genai-prices.ts';
import { withoutKnown } from './known-differences.ts';
import type { ListedPrices } from './listed-price.ts';
import { readLiteLlmTable } from './litellm.ts';
import { readSdkModels } from './sdk-models.ts';

export interface PriceTables {
  readonly litellm?: string | undefined;
  readonly genaiPrices?: string | undefined;
  readonly sdk?: string | undefined;
  /** The day whose prices are compared. */
  readonly day: string;
}

/**
 * Compares the shipped list prices with public tables, exactly, and looks up every model that Anthropic's SDK names. Files that
 * cannot be read are reported before any comparison.
 */
export async function comparePriceTables({ litellm, genaiPrices, sdk, day }: PriceTables) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
    throw refused('--as-of', day, 'a day such as 2026-11-21');
  const tables = new Map<string, ListedPrices>();
  if (litellm !== undefined)
    tables.set('LiteLLM', await read(litellm, async () => readLiteLlmTable(await readFile(litellm, 'utf8'))));
  if (genaiPrices !== undefined)
    tables.set('genai-prices', await read(genaiPrices, () => readGenaiPricesTable(genaiPrices, day)));
  const models = await read(sdk ?? 'The SDK', () => readSdkModels(sdk));

  const compared = [...tables].map(([name, table]) => compareTable(name, table, day));
  const missing = withoutPrice(SHIPPED_PRICE_BOOK, models, day);
  return {
    lines: [
      ...notGiven({ LiteLLM: litellm, 'genai-prices': genaiPrices }),
      ...compared.flatMap(({ lines }) => lines),
      ...missing.map((model) => `SDK: ${model}: the book has no price for ${day}`),
      `SDK: ${models.length - missing.length} of ${models.length} models have a price.`,
    ],
    differs: missing.length > 0 || compared.some(({ differs }) => differs),
  };
}

/** No table is looked for in the network: prices are compared with those files that were named. */
function notGiven(files: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(files).flatMap(([name, file]) =>
    file === undefined ? [`${name}: not compared; name its file with --${name.toLowerCase()}.`] : [],
  );
}

function compareTable(name: string, table: ListedPrices, day: string) {
  if (table.size === 0) throw new UsageError(`The table of ${name} lists no model of Anthropic.`);
  const { differences, notInTable, same } = comparePrices(SHIPPED_PRICE_BOOK, table, day);
  const { news, known } = withoutKnown(differences);
  return {
    lines: [
      ...news.map(({ message }) => `${name}: ${message}`),
      ...[...known].map(([reason, ids]) => `${name}, known (${reason}): ${[...ids].join(', ')}`),
      ...(notInTable.length > 0 ? [`${name} does not list ${notInTable.join(', ')}.`] : []),
      `${name}: ${same} prices are equal, ${news.length} differ.`,
    ],
    differs: news.length > 0,
  };
}

async function read<T>(path: string, reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
