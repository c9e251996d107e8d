import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type {
  ConflictsResponse,
  QualityResponse,
  RecordResponse,
  UsageBatchInput,
} from '@token-ledger/contract';
import { waitFor } from '../../support/wait-for.ts';
import { call, postBody, postRecords, usageOf } from '../support/api.ts';
import { waitUntilEmpty } from '../support/queue.ts';
import { newUser } from '../support/records.ts';

type Record = UsageBatchInput['records'][number];

const get = <T>(path: string) => call<T>('GET', path);

/** Reports one after the other, each recorded before the next is sent. */
async function reportInTurn(records: readonly Record[]): Promise<void> {
  for (const record of records) {
    expect(await postRecords([record])).toMatchObject({ status: 202, body: { accepted: 1 } });
    await waitUntilEmpty();
  }
}

/** One call, one record, one owner: the inputs that were counted wrongly once, by the deployed product. */
export function describeOneCall(): void {
  describe('one call', () => {
    const common = (userId: string) => ({ userId, occurredAt: new Date().toISOString() });

    it('that grows is counted once, as it ended, in either order of its reports', async () => {
      const usage = (output_tokens: number) => ({
        input_tokens: 3,
        cache_creation_input_tokens: 2285,
        cache_read_input_tokens: 22_137,
        output_tokens,
      });
      const model = 'claude-opus-4-6';
      for (const together of [true, false]) {
        for (const wholeFirst of [true, false]) {
          const user = newUser();
          const id = `msg_${randomUUID()}`;
          const partial = {
            status: 'partial',
            message: { id, model, stop_reason: null, usage: usage(9) },
          } as const;
          const whole = {
            status: 'ok',
            message: { id, model, stop_reason: 'tool_use', usage: usage(159) },
          } as const;
          const reports = (wholeFirst ? [whole, partial] : [partial, whole]).map((report) => ({
            ...common(user),
            ...report,
          }));
          if (together)
            expect(await postRecords(reports)).toMatchObject({ status: 202, body: { accepted: 2 } });
          else await reportInTurn(reports);
          await waitUntilEmpty();
          expect(await usageOf(user)).toMatchObject({
            requests: 1n,
            rows: [{ tokens: { output: 159, total: 24_584 }, cost: { usd: '0.02933975' } }],
          });
        }
      }
    });

    it('under two names is counted once, and found by either', async () => {
      const usage = { input_tokens: 1000, output_tokens: 100 };
      const model = 'claude-sonnet-5-5';
      const variants = ['both, message', 'message, both', 'request, message, both', 'one batch'];
      for (const variant of variants) {
        const [user, key, tail] = [newUser(), `ak_${randomUUID()}`, randomUUID()];
        const to = { ...common(user), accessKeyId: key };
        const message = { id: `msg_${tail}`, model, stop_reason: 'end_turn', usage };
        const reports: { readonly [name: string]: Record } = {
          both: { ...to, requestId: `req_${tail}`, message },
          message: { ...to, message },
          request: { ...to, requestId: `req_${tail}`, model, usage },
        };
        if (variant === 'one batch') {
          expect(await postRecords(Object.values(reports))).toMatchObject({ body: { accepted: 3 } });
          await waitUntilEmpty();
        } else {
          await reportInTurn(variant.split(', ').map((name) => reports[name] as Record));
        }
        expect(await usageOf(user)).toMatchObject({ requests: 1n, rows: [{ cost: { usd: '0.003' } }] });
        for (const name of [`req_${tail}`, `msg_${tail}`]) {
          expect(await get<RecordResponse>(`/v1/records/${name}`)).toMatchObject({
            status: 200,
            body: { userId: user, tokens: { output: 100 } },
          });
        }
      }
    });

    it('of one access key is not in the way of another, and a name of both is ambiguous', async () => {
      const name = `R-${randomUUID()}`;
      const [a, b] = [newUser(), newUser()];
      const record = (userId: string, accessKeyId: string, input_tokens: number) => ({
        ...common(userId),
        requestId: name,
        accessKeyId,
        model: 'claude-sonnet-4-5',
        usage: { input_tokens, output_tokens: 0 },
      });
      await reportInTurn([record(a, 'ak_A', 0), record(b, 'ak_B', 1_000_000)]);
      expect(await usageOf(b)).toMatchObject({ requests: 1n, input: 1_000_000n });
      expect(await get(`/v1/records/${name}`)).toMatchObject({
        status: 409,
        body: { code: 'ambiguous_request_id', accessKeys: [{ id: 'ak_A' }, { id: 'ak_B' }] },
      });
      expect(await get(`/v1/records/${name}?accessKeyId=ak_B`)).toMatchObject({ body: { userId: b } });
    });

    it('that two users claim counts for the first, and the conflict is listed with both', async () => {
      const [from, a, b] = [new Date(Date.now() - 1000).toISOString(), newUser(), newUser()];
      const record = (userId: string) => ({
        ...common(userId),
        requestId: `two-users-${a}`,
        accessKeyId: `ak_${a}`,
        model: 'claude-sonnet-4-5',
        usage: { input_tokens: 5, output_tokens: 0 },
      });
      expect(await postRecords([record(a), record(b)])).toMatchObject({
        status: 202,
        body: { accepted: 1, conflicts: 1, results: [{}, { status: 'conflict', reason: 'user' }] },
      });
      const conflicts = await waitFor('the conflict to be listed', async () => {
        const { body } = await get<ConflictsResponse>(`/v1/conflicts?from=${from}&accessKeyId=ak_${a}`);
        return body.conflicts.length > 0 ? body.conflicts : undefined;
      });
      expect(conflicts).toMatchObject([{ reason: 'user', recorded: { userId: a }, reported: { userId: b } }]);
      expect([(await usageOf(a)).requests, (await usageOf(b)).requests]).toEqual([1n, 0n]);
      const { body } = await get<QualityResponse>(`/v1/quality?from=${from}`);
      expect(body.conflicts.reports).toBeGreaterThan(0);
    });

    it('cannot be hidden by an Idempotency-Key that comes again with another body', async () => {
      const headers = { 'idempotency-key': `job-${randomUUID()}` };
      const body = (input_tokens: number) =>
        JSON.stringify({
          ...common(newUser()),
          model: 'claude-sonnet-4-5',
          usage: { input_tokens, output_tokens: 0 },
        });
      const first = body(1);
      expect(await postBody(first, headers)).toMatchObject({ status: 202 });
      expect(await postBody(first, headers)).toMatchObject({ status: 202 });
      expect(await postBody(body(2), headers)).toMatchObject({
        status: 422,
        body: { code: 'idempotency_key_reused' },
      });
    });
  });
}
