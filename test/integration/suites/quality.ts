import { describe, expect, it } from '@jest/globals';
import type { QualityResponse } from '@token-ledger/contract';
import { rollUpNow } from '../../../scripts/local/roll-up.ts';
import { call, postRecords, waitForUsage } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { newUser, record } from '../support/records.ts';
import { loseSegments } from '../support/segments.ts';

const HOUR_MS = 3_600_000;

export function describeQuality(): void {
  describe('the quality of an hour', () => {
    it('is complete, reports a lost segment, and is complete again when that is back', async () => {
      const user = newUser();
      // An hour that no other test uses.
      const occurredAtMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 7 * HOUR_MS;
      const occurredAt = new Date(occurredAtMs).toISOString();
      const source = 'gateway' as const;
      const captured = [record(user), record(user), { ...record(user), source }];
      await postRecords(captured.map((one) => ({ ...one, occurredAt })));
      await waitForUsage(user, 3);
      await rollUpNow(await deployedProduct());

      const whole = await qualityOf(occurredAtMs);
      expect(whole).toMatchObject({
        status: 'ok',
        complete: true,
        hours: { compared: 1 },
        consistency: { differences: 0, first: [] },
        completeness: { hour: { ratio: 1 } },
      });
      expect(whole.usage.records).toBeGreaterThanOrEqual(3);
      expect(whole.sample.copies).toBeGreaterThanOrEqual(3);
      expect(whole.coverage).toMatchObject({ hoursRead: 1, complete: true });
      expect(whole.coverage.sources).toContainEqual({
        source,
        records: 1,
        partialRecords: 0,
        totalsOnlyRecords: 0,
        recordsWithoutUser: 0,
        unpricedRecords: 0,
        lastHeardAt: expect.any(String),
        silent: false,
      });

      const bringBack = await loseSegments(occurredAtMs);
      const lost = await qualityOf(occurredAtMs);
      expect(lost.status).toBe('differences');
      expect(lost.consistency.first[0]).toMatchObject({ where: 'hour', dimension: 'all', measure: 'count' });
      expect(lost.completeness.hour.ratio).not.toBe(1);
      await bringBack();
      expect(await qualityOf(occurredAtMs)).toMatchObject({ status: 'ok' });
    });
  });
}

async function qualityOf(hourStartMs: number): Promise<QualityResponse> {
  const query = new URLSearchParams({
    from: new Date(hourStartMs).toISOString(),
    to: new Date(hourStartMs + HOUR_MS).toISOString(),
  });
  const { status, body } = await call<QualityResponse>('GET', `/v1/quality?${query.toString()}`);
  expect(status).toBe(200);
  return body;
}
