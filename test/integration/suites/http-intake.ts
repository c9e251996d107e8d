import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { MAX_BODY_BYTES } from '@token-ledger/contract';
import { postBody, postRecords, usageOf, waitForUsage } from '../support/api.ts';
import { waitUntilEmpty } from '../support/queue.ts';
import { newUser, record } from '../support/records.ts';

/** `maxTokensPerRecord`, unless it is configured. */
const CEILING = 100_000_000;

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

    it('counts records of as many tokens as the ceiling, and sets one of more aside', async () => {
      const user = newUser();
      const greatest = { input_tokens: CEILING - 2, output_tokens: 1, cache_read_input_tokens: 1 };
      const beyond = record(user, { ...greatest, output_tokens: 2 });
      expect(await postRecords([beyond])).toMatchObject({ status: 400, body: { code: 'too_many_tokens' } });

      const calls = 1000;
      const records = Array.from({ length: calls }, () => record(user, greatest));
      expect(await postRecords(records)).toMatchObject({ status: 202, body: { accepted: calls } });
      const usage = await waitForUsage(user, calls);
      expect(usage).toMatchObject({ requests: BigInt(calls), total: BigInt(calls) * BigInt(CEILING) });
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
