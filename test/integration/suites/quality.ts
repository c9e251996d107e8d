import { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import type { QualityResponse, RecordsResponse } from '@token-ledger/contract';
import { hourBucketId } from '@token-ledger/core';
import { emulatorClient } from '../../../scripts/local/aws-environment.ts';
import { invoke, rollUpNow } from '../../../scripts/local/roll-up.ts';
import { waitFor } from '../../support/wait-for.ts';
import { call, postRecords, waitForUsage } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { forgetAudit, plantWrongFigure } from '../support/planted-figures.ts';
import { newUser, record } from '../support/records.ts';
import { loseSegments } from '../support/segments.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

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

  describe('the audit of yesterday', () => {
    it('repairs a wrong figure, says so, and scores the day', async () => {
      const user = newUser();
      const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
      const hour = midnight + 13 * HOUR_MS;
      const occurredAt = new Date(hour + 60_000).toISOString();
      await postRecords([record(user), record(user)].map((one) => ({ ...one, occurredAt })));
      const wanted = new URLSearchParams({ from: new Date(midnight).toISOString(), userId: user });
      await waitFor('two records of yesterday', async () => {
        const { body } = await call<RecordsResponse>('GET', `/v1/records?${wanted.toString()}`);
        return body.records.length === 2 || undefined;
      });
      const product = await deployedProduct();
      await rollUpNow(product);
      await plantWrongFigure({ period: 'hour', bucketId: hourBucketId(hour), dimension: 'user', id: user });
      await forgetAudit(hourBucketId(midnight).slice(0, 8));

      const lambda = new LambdaClient(emulatorClient(product.endpoint));
      const kinds: unknown[] = [];
      for (let run = 0; run < 3 && kinds.at(-1) !== 'finished'; run += 1) {
        const { kind } = (await invoke(lambda, 'audit-ledger', '{}')) as { readonly kind: string };
        kinds.push(kind);
        await rollUpNow(product);
      }
      lambda.destroy();
      // The first run finds it, and a later one that it is right.
      expect(kinds[0]).toBe('unfinished');
      expect(kinds.at(-1)).toBe('finished');

      const { history, status } = await qualityOf(hour);
      expect(status).toBe('ok');
      expect(history.days).toMatchObject([
        { date: new Date(midnight).toISOString().slice(0, 10), complete: true },
      ]);
      const [day] = history.days;
      expect(day?.score).toEqual(expect.any(Number));
      expect(day?.records).toBeGreaterThanOrEqual(2);
      expect(day?.outcomes).toContainEqual({
        kind: 'hour',
        from: new Date(hour).toISOString(),
        figures: expect.any(Number),
        outcome: 'repaired',
      });
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
