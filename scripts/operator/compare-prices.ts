import { readFile } from 'node:fs/promises';
import { SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { readArguments, runScript, UsageError } from '../command-line.ts';
import { comparePrices, withoutPrice } from './prices/compare.ts';
import { readGenaiPricesTable } from './prices/genai-prices.ts';
import { withoutKnown } from './prices/known-differences.ts';
import type { ListedPrices } from './prices/listed-price.ts';
import { readLiteLlmTable } from './prices/litellm.ts';
import { readSdkModels } from './prices/sdk-models.ts';

const USAGE = `Compares the shipped list prices with public tables, exactly, and looks up every model that Anthropic's SDK names. Prints
what differs or is missing. Exit code 0: nothing. 1: something. 2: wrong usage.

  npm run compare-prices -- [options]

  --litellm <file>       model_prices_and_context_window.json of LiteLLM
  --genai-prices <file>  genai_prices/data.py of the Python package genai-prices; needs Python 3.10 or newer
  --sdk <file>           resources/messages/messages.d.ts of @anthropic-ai/sdk (default that of the installed release)
  --as-of <day>          the day whose prices are compared, such as 2026-11-21 (default today in UTC)`;

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      litellm: { type: 'string' },
      'genai-prices': { type: 'string' },
      sdk: { type: 'string' },
      'as-of': { type: 'string', default: new Date().toISOString().slice(0, 10) },
    },
  });
  const day = values['as-of'];
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) {
    throw new UsageError(`--as-of is ${JSON.stringify(day)}; it must be a day such as 2026-11-21.`);
  }
  const { litellm, 'genai-prices': genaiPrices, sdk } = values;
  // A file that cannot be read is reported before any comparison is printed.
  const tables = new Map<string, ListedPrices>();
  if (litellm !== undefined)
    tables.set('LiteLLM', await read(litellm, async () => readLiteLlmTable(await readFile(litellm, 'utf8'))));
  if (genaiPrices !== undefined)
    tables.set('genai-prices', await read(genaiPrices, () => readGenaiPricesTable(genaiPrices, day)));
  const models = await read(sdk ?? 'The SDK', () => readSdkModels(sdk));

  for (const [name, table] of tables) {
    if (table.size === 0) throw new UsageError(`The table of ${name} lists no model of Anthropic.`);
    const { differences, notInTable, same } = comparePrices(SHIPPED_PRICE_BOOK, table, day);
    const { news, known } = withoutKnown(differences);
    for (const { message } of news) console.log(`${name}: ${message}`);
    for (const [reason, ids] of known) console.log(`${name}, known (${reason}): ${[...ids].join(', ')}`);
    if (notInTable.length > 0) console.log(`${name} does not list ${notInTable.join(', ')}.`);
    console.log(`${name}: ${same} prices are equal, ${news.length} differ.`);
    if (news.length > 0) process.exitCode = 1;
  }
  const missing = withoutPrice(SHIPPED_PRICE_BOOK, models, day);
  for (const model of missing) console.log(`SDK: ${model}: the book has no price for ${day}`);
  console.log(`SDK: ${models.length - missing.length} of ${models.length} models have a price.`);
  if (missing.length > 0) process.exitCode = 1;
});

async function read<T>(path: string, reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
