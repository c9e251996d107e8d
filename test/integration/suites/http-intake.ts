import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { MAX_BODY_BYTES } from '@token-ledger/contract';
import { MAX_TOKENS_PER_COUNTER } from '@token-ledger/core';
import { postBody, postRecords, usageOf, waitForUsage } from '../support/api.ts';
import { waitUntilEmpty } from '../support/queue.ts';
import { newUser, record } from '../support/records.ts';

export function describeHttpIntake(): void {
  describe('usage reported over HTTP', () => {
    it('counts once what is reported twice', async () => {
      const user = newUser();
      const same = record(user);
      expect(await postRecords([same])).toMatchObject({ status: 202, body: { accepted: 1 } });
      await waitForUsage(user, 1);
      expect(await postRecords([same])).toMatchObject({ status: 202, body: { accepted: 1 } });
      await waitUntilEmpty();
      expect(await usageOf(user)).toMatchObject({ requests: 1n, input: 10n, total: 11n });
    });

    it('accepts 999 of 1,000 records and names the one that is invalid', async () => {
      const user = newUser();
      const records = Array.from({ length: 1000 }, () => record(user));
      const bad = { ...record(user), usage: { input_tokens: -1, output_tokens: 0 } };
      const { status, body } = await postRecords(records.with(500, bad));
      expect({ status, accepted: body.accepted, rejected: body.rejected }).toEqual({
        status: 202,
        accepted: 999,
        rejected: 1,
      });
      expect(body.results.filter((result) => result.status !== 'accepted')).toMatchObject([
        { index: 500, status: 'rejected', errors: [{ path: '/records/500/usage/input_tokens' }] },
      ]);
      expect(await waitForUsage(user, 999)).toMatchObject({ requests: 999n, input: 9990n });
    });

    it('accepts a body of 5,000,000 bytes, and none of one byte more', async () => {
      const user = newUser();
      const body = JSON.stringify({ records: [record(user)] });
      const padded = (bytes: number) => body + ' '.repeat(bytes - body.length);
      expect(await postBody(padded(MAX_BODY_BYTES + 1))).toMatchObject({
        status: 413,
        body: { code: 'body_too_large' },
      });
      expect(await postBody(padded(MAX_BODY_BYTES))).toMatchObject({ status: 202, body: { accepted: 1 } });
      expect(await waitForUsage(user, 1)).toMatchObject({ requests: 1n });
    });

    it('accepts a compressed body', async () => {
      const user = newUser();
      const body = gzipSync(JSON.stringify({ records: [record(user)] }));
      const headers = { 'content-encoding': 'gzip', 'content-type': 'application/vnd.token-ledger+json' };
      expect(await postBody(body, headers)).toMatchObject({ status: 202, body: { accepted: 1 } });
      expect(await waitForUsage(user, 1)).toMatchObject({ requests: 1n });
    });

    it('accepts counters up to 2^40, and sums them exactly beyond 2^53', async () => {
      const user = newUser();
      const greatest = {
        input_tokens: MAX_TOKENS_PER_COUNTER,
        output_tokens: MAX_TOKENS_PER_COUNTER,
        cache_creation_input_tokens: MAX_TOKENS_PER_COUNTER,
        cache_read_input_tokens: MAX_TOKENS_PER_COUNTER,
      };
      const beyond = record(user, { ...greatest, output_tokens: MAX_TOKENS_PER_COUNTER + 1 });
      expect(await postRecords([beyond])).toMatchObject({ status: 400, body: { code: 'invalid_record' } });

      const calls = 2051;
      const records = Array.from({ length: calls - 1 }, () => record(user, greatest));
      const odd = record(user, { input_tokens: 1 });
      for (const part of [[...records.slice(0, 999), odd], records.slice(999, 1998), records.slice(1998)]) {
        expect(await postRecords(part)).toMatchObject({ status: 202, body: { accepted: part.length } });
      }
      const expected = BigInt(calls - 1) * BigInt(MAX_TOKENS_PER_COUNTER) * 4n + 1n;
      expect(expected).toBeGreaterThan(2n ** 53n);
      const usage = await waitForUsage(user, calls);
      expect(usage).toMatchObject({ requests: BigInt(calls), total: expected });
    });

    it('refuses a request without an access key, or with a wrong one', async () => {
      const body = JSON.stringify(record(newUser()));
      expect(await postBody(body, { authorization: '' })).toMatchObject({
        status: 401,
        body: { code: 'missing_credentials' },
      });
      const forged = `Bearer tl_ak_01JDXXXXXXXXXXXXXXXXXXXXXX_${'0'.repeat(64)}`;
      expect(await postBody(body, { authorization: forged })).toMatchObject({
        status: 401,
        body: { code: 'invalid_credentials' },
      });
    });
  });
}
