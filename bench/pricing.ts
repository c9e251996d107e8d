import { createPricer, mergePriceBooks, SHIPPED_PRICE_BOOK, type UsageRecord } from '@token-ledger/core';
import { bytesOfPricing } from './pricing-bundle.ts';
import { realisticRecords } from './realistic-records.ts';

/*
 * CPU time to price a record, and what pricing adds to the code of a function that uses it, prices included.
 * Run: node bench/pricing.ts
 */

const RECORDS = 100_000;
const ROUNDS = 5;

const plain = realisticRecords(RECORDS);
const loops: UsageRecord[] = plain.map((record) => ({
  ...record,
  iterations: [
    { type: 'message', tokens: record.tokens },
    { type: 'advisor_message', model: 'claude-opus-5-5', tokens: record.tokens },
  ],
}));
const merged = mergePriceBooks(SHIPPED_PRICE_BOOK, [
  { model: '*', discountBasisPoints: 1_250 },
  { model: 'claude-opus-5', prices: { input: '4.5', output: '21', cacheRead: '0.4', cacheCreation5m: '5' } },
]);
if (!merged.ok) throw new Error(JSON.stringify(merged.problems));

measure('at list price', plain, createPricer(SHIPPED_PRICE_BOOK));
measure('with overrides', plain, createPricer(merged.book));
measure('with an advisor', loops, createPricer(merged.book));

const started = performance.now();
for (let count = 0; count < 100; count += 1) createPricer(merged.book);
console.log(`compiling a book: ${((performance.now() - started) / 100).toFixed(2)} ms`);

console.log(`added to a bundle: ${await bytesOfPricing()} bytes minified`);

function measure(
  name: string,
  records: readonly UsageRecord[],
  pricer: ReturnType<typeof createPricer>,
): void {
  for (let round = 0; round < ROUNDS; round += 1) {
    let nanoDollars = 0n;
    const start = process.cpuUsage();
    for (const record of records) nanoDollars += pricer.priceRecord(record).netNanoDollars;
    const { user, system } = process.cpuUsage(start);
    if (round < ROUNDS - 1) continue;
    console.log(
      `${name}: ${((user + system) / records.length).toFixed(2)} µs CPU a record, ${nanoDollars} nano-dollars`,
    );
  }
}
