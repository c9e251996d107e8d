import { describe, expect, it } from '@jest/globals';
import { acceptUsageResponseSchema } from '@token-ledger/contract';
import { collect } from '../behaviour/usage-records.ts';
import { own, record, resultLines, setUp } from '../support/accepted-usage.ts';
import { NOON } from '../support/records.ts';

const usage = (output_tokens: number) => ({ usage: { input_tokens: 1000, output_tokens } });
const message = (id: string) => ({
  message: { id, model: 'claude-sonnet-5-5', stop_reason: 'end_turn', usage: usage(100).usage },
});
const reasons = ({ results }: { results: { reason?: string | undefined }[] }) =>
  results.map(({ reason }) => reason);

describe.each([
  ['written within the request', false],
  ['queued', true],
])('contradictions within one request, %s', (_, asyncProcessing) => {
  const gateway = { scopes: ['ingest:any'] } as const;
  const post = (...records: readonly object[]) =>
    setUp({ asyncProcessing, principal: gateway }).post({ records });

  it('are not accepted, and have their reason', async () => {
    const { statusCode, body } = await post(
      record('a'),
      record('a', { userId: 'u_other' }),
      record('b', usage(1)),
      record('b', usage(2)),
      { ...message('msg_1'), requestId: 'req_1' },
      { ...message('msg_1'), requestId: 'req_2' },
      record('c'),
    );
    expect(statusCode).toBe(202);
    expect(acceptUsageResponseSchema.parse(body)).toMatchObject({ accepted: 4, conflicts: 3 });
    expect(resultLines(body)).toEqual([
      '0 accepted',
      '1 conflict conflict',
      '2 accepted',
      '3 conflict conflict',
      '4 accepted',
      '5 conflict conflict',
      '6 accepted',
    ]);
    expect(reasons(body)).toEqual([undefined, 'user', undefined, 'figures', undefined, 'names', undefined]);
    expect(body.results[1]).toEqual({
      index: 1,
      requestId: 'a',
      status: 'conflict',
      code: 'conflict',
      reason: 'user',
      retryable: false,
    });
  });

  it('are none where a later report knows more, repeats, or is for another access key', async () => {
    const { body } = await post(
      record('a', { ...usage(1), status: 'partial' }),
      record('a', usage(9)),
      record('a', { ...usage(3), status: 'partial' }),
      record('a', { ...usage(9), occurredAt: NOON - 1, feature: 'other', metadata: { a: 'b' } }),
      record('a', { ...usage(7), accessKeyId: 'ak_other' }),
      { ...message('msg_1'), requestId: 'req_1' },
      message('msg_1'),
      record('req_1', usage(100)),
    );
    expect(body).toMatchObject({ accepted: 8, conflicts: 0 });
  });
});

describe('contradictions of what is recorded', () => {
  it('are found when records are written within the request, and are on record with both sides', async () => {
    const { post, store, telemetry } = setUp({ asyncProcessing: false });
    await post(record('a', usage(1)));
    const { statusCode, body } = await post(record('a', usage(2)));
    expect(statusCode).toBe(409);
    expect(body).toMatchObject({ code: 'conflict', retryable: false, accepted: 0, conflicts: 1 });
    expect(resultLines(body)).toEqual(['0 conflict conflict']);
    expect(await store.listConflicts('20261121')).toMatchObject([
      {
        accessKeyId: 'ak_own',
        reason: 'figures',
        recorded: { requestId: 'a', tokens: { output: 1 } },
        reported: { requestId: 'a', tokens: { output: 2 } },
      },
    ]);
    expect(telemetry.counts).toMatchObject({ RecordsRecorded: 1, ConflictingReports: 1 });
    expect((await store.getRecord(own('a')))?.tokens.output).toBe(1);
  });

  it('are found by the consumer of what was queued', async () => {
    const { post, store, consumer, deliver } = setUp();
    await post(record('a', usage(1)));
    const { body } = await post(record('a', usage(2)));
    expect(resultLines(body)).toEqual(['0 accepted']);
    await deliver();
    await deliver();
    expect(await store.listConflicts('20261121')).toHaveLength(1);
    // Always on, not a matter of quality metrics; the second delivery counts again.
    expect(consumer.counts.ConflictingReports).toBe(2);
  });

  it('fail, and may be sent again, where they cannot be put on record', async () => {
    let down = true;
    const { post, store } = setUp({ asyncProcessing: false, conflicts: () => !down });
    await post(record('a', usage(1)));
    const { statusCode, body } = await post(record('a', usage(2)));
    expect(statusCode).toBe(503);
    expect(resultLines(body)).toEqual(['0 failed not_stored']);
    down = false;
    expect((await post(record('a', usage(2)))).statusCode).toBe(409);
    expect(await store.listConflicts('20261121')).toHaveLength(1);
  });
});

describe('one call, one record, one owner, through the front door', () => {
  const opus = (output_tokens: number) => ({
    message: {
      id: 'msg_grow',
      model: 'claude-opus-4-6',
      stop_reason: null,
      usage: {
        input_tokens: 3,
        cache_creation_input_tokens: 2285,
        cache_read_input_tokens: 22_137,
        output_tokens,
      },
    },
  });
  const partial = (output: number) => ({ status: 'partial', ...opus(output) });
  const whole = { status: 'ok', ...opus(159) };

  describe.each([
    ['written within the request', false],
    ['queued', true],
  ])('%s', (_, asyncProcessing) => {
    /** Reports that are accepted without a conflict, in one request or one after the other. */
    async function reported(reports: readonly object[], together: boolean) {
      const usage = setUp({ asyncProcessing });
      for (const body of together ? [{ records: reports }] : reports) {
        const answer = await usage.post(body);
        expect([answer.statusCode, answer.body.conflicts]).toEqual([202, 0]);
        await usage.deliver();
      }
      return usage;
    }

    it.each([
      ['partial, whole', [partial(9), whole]],
      ['whole, partial', [whole, partial(9)]],
      ['growing', [partial(1), partial(9), whole]],
      ['growing out of order', [partial(9), partial(1), whole, partial(99)]],
    ])('a record that grows counts once, as a whole: %s', async (__, reports) => {
      for (const together of [true, false]) {
        const { store, deliver } = await reported(reports, together);
        await deliver();
        const stored = await store.getRecord(own('msg_grow'));
        expect(stored).toMatchObject({ status: 'ok', tokens: { output: 159, input: 3 } });
        expect(await countedOutput(store)).toEqual(['msg_grow 159']);
      }
    });

    const both = { requestId: 'req_two', ...message('msg_two') };
    const byMessage = message('msg_two');
    const byRequest = record('req_two', usage(100));
    it.each([
      ['both, message', [both, byMessage]],
      ['message, both', [byMessage, both]],
      ['both, message, request', [both, byMessage, byRequest]],
      ['request, message, both', [byRequest, byMessage, both]],
      ['message, request, both', [byMessage, byRequest, both]],
      ['message id beside usage', [byMessage, record('req_two', { ...usage(100), messageId: 'msg_two' })]],
    ])('a call under two names counts once: %s', async (__, reports) => {
      for (const together of [true, false]) {
        const { store } = await reported(reports, together);
        expect(await countedOutput(store)).toEqual([expect.stringMatching(/^(req|msg)_two 100$/)]);
        for (const name of ['req_two', 'msg_two']) {
          expect(await store.findRecords(name)).toMatchObject([{ tokens: { output: 100 } }]);
        }
      }
    });

    const a = { accessKeyId: 'ak_A', ownerUserId: 'u_a' };
    const b = { accessKeyId: 'ak_B', ownerUserId: 'u_b' };

    it('an id of another access key is not in the way', async () => {
      const { post, store, deliver } = setUp({ asyncProcessing });
      await post(record('R', usage(0)), {}, a);
      await post(record('R', usage(500_000)), {}, b);
      await deliver();
      expect(await store.getRecord({ accessKeyId: 'ak_B', requestId: 'R' })).toMatchObject({
        userId: 'u_b',
        tokens: { output: 500_000 },
      });
      expect((await store.listConflicts('20261121')).length).toBe(0);
    });

    it('ids made from the Idempotency-Key of another access key cannot be taken', async () => {
      const { post, store, deliver } = setUp({ asyncProcessing });
      const early = await post(record('idem:ak_B:job-1:0'), {}, a);
      expect([early.statusCode, early.body.errors?.[0]?.code]).toEqual([400, 'reserved_value']);
      await post(record('ak_B:job-1:0'), {}, a);
      const { requestId: _id, ...anonymous } = record('');
      await post(anonymous, { 'idempotency-key': 'job-1' }, b);
      await deliver();
      const key = { accessKeyId: 'ak_B', requestId: 'idem:ak_B:job-1:0' };
      expect(await store.getRecord(key)).toMatchObject({ userId: 'u_b' });
    });
  });
});

/** What the segments of noon count: name and output of each distinct record that was not merged into another. */
async function countedOutput(store: ReturnType<typeof setUp>['store']): Promise<readonly string[]> {
  const latest = new Map<string, { revision: number; text?: string }>();
  for (const copy of (await collect(store.readSegments(NOON))).flat()) {
    const { requestId, revision = 1, mergedInto, tokens } = copy;
    if ((latest.get(requestId)?.revision ?? 0) >= revision) continue;
    latest.set(requestId, {
      revision,
      ...(mergedInto === undefined && { text: `${requestId} ${tokens.output}` }),
    });
  }
  return [...latest.values()].flatMap(({ text }) => text ?? []);
}
