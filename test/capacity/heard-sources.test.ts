import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { createDynamoSourceStore } from '@token-ledger/aws';
import { HOUR_MS, type NamedSource } from '@token-ledger/core';
import { createHearSources } from '../../functions/shared/hear-sources.ts';
import { Random } from '../../scripts/random.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { arriving, STEADY } from './simulation.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const SOURCES: readonly (NamedSource | undefined)[] = ['client', 'anthropic_span', undefined];

describe('noting that sources were heard', () => {
  it('takes less than a thousandth of a write unit for each of a million records a day', async () => {
    let writes = 0;
    // A mark is far below a kilobyte, so each write takes a unit, whether its condition holds or not.
    const client = { send: async () => void (writes += 1) } as unknown as DynamoDBDocumentClient;
    const hearSources = createHearSources({
      store: createDynamoSourceStore({ client, ledgerTable: 'ledger' }),
      logger: recordingTelemetry().logger,
    });
    const arrivals = arriving(STEADY, NOON, NOON + HOUR_MS, new Random(1));
    const batches = Map.groupBy(arrivals, ({ atMs }) => Math.floor(atMs / 2_500));
    for (const batch of batches.values()) {
      await hearSources(
        batch.map(({ record, atMs }, index) => {
          const source = SOURCES[index % SOURCES.length];
          return { ...record, receivedAtMs: atMs, ...(source && { source }) };
        }),
      );
    }
    expect(writes).toBeGreaterThanOrEqual(12 * SOURCES.length);
    expect(writes).toBeLessThan(arrivals.length / 1000);
  });
});
