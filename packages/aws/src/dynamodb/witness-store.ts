import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  DAY_MS,
  HOUR_MS,
  WITNESS_DAYS,
  type WitnessCounts,
  type WitnessedHour,
  type WitnessStore,
} from '@token-ledger/core';
import { SORT_KEY, TTL_ATTRIBUTE, WITNESS_ATTRIBUTES } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { WITNESS_PARTITION, witnessKey, witnessSortKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { listBetween } from './query-all.ts';
import type { LedgerTable } from './table-items.ts';

const COUNTERS = Object.keys(WITNESS_ATTRIBUTES) as (keyof WitnessCounts)[];

export function createDynamoWitnessStore({ client, ledgerTable }: LedgerTable): WitnessStore {
  return {
    async addWitnessed(hourStartMs, counts) {
      await client.send(
        new UpdateCommand({
          TableName: ledgerTable,
          Key: witnessKey(hourStartMs),
          UpdateExpression: `SET #ttl = :ttl ADD ${COUNTERS.map((name) => `#${name} :${name}`).join(', ')}`,
          ExpressionAttributeNames: {
            '#ttl': TTL_ATTRIBUTE,
            ...Object.fromEntries(COUNTERS.map((name) => [`#${name}`, WITNESS_ATTRIBUTES[name]])),
          },
          ExpressionAttributeValues: {
            ':ttl': (hourStartMs + HOUR_MS + WITNESS_DAYS * DAY_MS) / 1000,
            ...Object.fromEntries(COUNTERS.map((name) => [`:${name}`, counts[name]])),
          },
        }),
      );
    },

    async listWitnessed(fromMs, toMs) {
      // BETWEEN includes both ends: the first hour that begins in the range, and the last.
      const firstMs = Math.ceil(fromMs / HOUR_MS) * HOUR_MS;
      const lastMs = Math.ceil(toMs / HOUR_MS) * HOUR_MS - HOUR_MS;
      if (lastMs < firstMs) return [];
      const between = [witnessSortKey(firstMs), witnessSortKey(lastMs)] as const;
      return listBetween({ client, ledgerTable }, WITNESS_PARTITION, between, decode);
    },
  };
}

function decode(item: Item): WitnessedHour {
  const hour = String(item[SORT_KEY]);
  const count = (name: keyof WitnessCounts): number => {
    const value = item[WITNESS_ATTRIBUTES[name]];
    if (typeof value !== 'number')
      throw new CorruptDataError(`The counter ${name} of the witnesses of ${hour} is missing.`);
    return value;
  };
  return {
    hourStartMs: Date.parse(hour),
    seen: count('seen'),
    held: count('held'),
    recorded: count('recorded'),
    withoutIdentity: count('withoutIdentity'),
  };
}
