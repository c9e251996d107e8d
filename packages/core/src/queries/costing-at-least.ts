import type { ReadPrices } from '../pricing/prices.ts';
import type { UsageRecord } from '../usage/record.ts';

/**
 * Of some records those that cost at least so many nano-dollars, at the prices of their hours and after discounts. What
 * a record without a complete price costs is not known, so it never does. All of them without a bound.
 */
export async function costingAtLeast(
  minCost: bigint | undefined,
  records: readonly UsageRecord[],
  readPrices: ReadPrices,
): Promise<readonly UsageRecord[]> {
  if (minCost === undefined || records.length === 0) return records;
  const prices = await readPrices();
  const found: UsageRecord[] = [];
  for (const record of records) {
    const pricer = await prices.pricerAt(record.occurredAtMs);
    const { unpriced, netNanoDollars } = pricer.priceRecord(record);
    if (!unpriced && netNanoDollars >= minCost) found.push(record);
  }
  return found;
}
