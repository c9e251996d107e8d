import { readFile } from 'node:fs/promises';
import { SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { readArguments, runScript, UsageError } from '../command-line.ts';
import { comparePrices } from './prices/compare.ts';
import { readLiteLlmTable } from './prices/litellm.ts';

const USAGE = `Compares the shipped list prices with a table of LiteLLM (model_prices_and_context_window.json), and prints every
difference. Exit code 0: no price differs. 1: some do. 2: wrong usage.

  npm run compare-prices -- <file.json> [options]

  --as-of <day>  the day whose prices are compared, such as 2026-11-21 (default today in UTC)`;

await runScript(USAGE, async () => {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: { 'as-of': { type: 'string', default: new Date().toISOString().slice(0, 10) } },
  });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new UsageError('Name one file.');
  const day = values['as-of'];
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) {
    throw new UsageError(`--as-of is ${JSON.stringify(day)}; it must be a day such as 2026-11-21.`);
  }
  const { differences, notInTable, same } = comparePrices(SHIPPED_PRICE_BOOK, await readTable(path), day);
  for (const difference of differences) console.log(difference);
  if (notInTable.length > 0)
    console.log(`Not compared, because the table lacks them: ${notInTable.join(', ')}.`);
  console.log(`${same} prices are equal, ${differences.length} differ.`);
  if (differences.length > 0) process.exitCode = 1;
});

async function readTable(path: string) {
  try {
    const table = readLiteLlmTable(await readFile(path, 'utf8'));
    if (table.size > 0) return table;
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new UsageError(`${path} has no models of Anthropic.`);
}
