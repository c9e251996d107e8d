import { describe, expect, it } from '@jest/globals';
import type { UsageRecord } from '@token-ledger/core';
import fc from 'fast-check';
import { setUp } from '../support/accepted-usage.ts';
import { attacks } from '../support/attack-runs.ts';
import { frontDoor } from '../support/front-door.ts';
import { NOON } from '../support/records.ts';

/* Random reports of the same calls, by several callers, in pieces and at any time. */

describe('calls that are reported in pieces, by several and at once', () => {
  const CALLS = 3;
  const USED = { input_tokens: 1000, output_tokens: 100 };

  interface Piece {
    readonly call: number;
    readonly owner: 'ak_A' | 'ak_B';
    readonly naming: 'request' | 'message' | 'both' | 'whole';
    readonly rank: 'partial' | 'totals' | 'complete';
    readonly output: number;
    readonly namesUser: boolean;
  }
  const piece: fc.Arbitrary<Piece> = fc.record({
    call: fc.nat(CALLS - 1),
    owner: fc.constantFrom('ak_A', 'ak_B'),
    naming: fc.constantFrom('request', 'message', 'both', 'whole'),
    rank: fc.constantFrom('partial', 'totals', 'complete'),
    output: fc.integer({ min: 1, max: 100 }),
    namesUser: fc.boolean(),
  });

  function reported({ call, naming, rank, output, owner, namesUser }: Piece) {
    const usage = rank === 'partial' ? { ...USED, output_tokens: output } : USED;
    const [request, messageId] = [`req_${call}`, `msg_${call}`];
    const common = {
      accessKeyId: owner,
      ...(namesUser && { userId: `u_${owner}` }),
      ...(rank === 'partial' && { status: 'partial' }),
      ...(rank === 'totals' && { detail: 'totals' }),
    };
    const model = 'claude-sonnet-5-5';
    if (naming === 'whole')
      return { ...common, requestId: request, message: { id: messageId, model, usage } };
    return {
      ...common,
      model,
      usage,
      ...(naming !== 'message' && { requestId: request }),
      ...(naming !== 'request' && { messageId }),
    };
  }

  it('are one request each, with what the best report says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(piece, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.nat(3),
        async (requests, isAsync, delivered) => {
          const door = frontDoor({ asyncProcessing: isAsync, principal: { scopes: ['ingest:any'] } });
          const answers = await Promise.all(
            requests.map((pieces) => door.post({ records: pieces.map(reported) })),
          );
          for (const { statusCode, body } of answers) expect([statusCode, body.conflicts]).toEqual([202, 0]);
          // At once, one after the other, or again.
          await Promise.all(Array.from({ length: delivered }, () => door.deliver()));
          await door.deliver();
          const pieces = requests.flat();
          // Until a report ties its two names, nobody can know that they are of one call: it is reported once more with both.
          const calls = [...new Map(pieces.map((one) => [`${one.owner} ${one.call}`, one])).values()];
          await door.post({
            records: calls.map((one) => ({
              ...reported({ ...one, naming: 'both', rank: 'partial', output: 1 }),
            })),
          });
          await door.deliver();
          const rows = Object.entries(await door.counted());
          for (const owner of ['ak_A', 'ak_B']) {
            const ofOwner = Map.groupBy(
              pieces.filter((one) => one.owner === owner),
              ({ call }) => call,
            );
            const output = [...ofOwner.values()].map((reports) =>
              reports.some(({ rank }) => rank !== 'partial')
                ? USED.output_tokens
                : Math.max(...reports.map((one) => one.output)),
            );
            const row = rows.find(([id]) => id === owner)?.[1];
            expect(row ?? { requests: 0, input: 0, output: 0 }).toMatchObject({
              requests: output.length,
              input: output.length * USED.input_tokens,
              output: output.reduce((sum, count) => sum + count, 0),
            });
          }
          expect(await door.store.listConflicts('20261121')).toEqual([]);
        },
      ),
      attacks(150),
    );
  });
});

describe('a call whose hour freezes', () => {
  const report = fc.record({
    output: fc.constantFrom(1, 2, 3),
    names: fc.constantFrom<object>(
      { requestId: 'r' },
      { messageId: 'msg_r' },
      { requestId: 'r', messageId: 'msg_r' },
    ),
    userId: fc.constantFrom(undefined, 'u_1'),
    days: fc.constantFrom(0, 1 / 24, 1, 34, 86, 87),
  });

  it('is completed before, and never after: what came too late is answered as such', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(report, { minLength: 2, maxLength: 6 }), async (reports) => {
        let nowMs = NOON;
        const gateway = { accessKeyId: 'ak_gateway', scopes: ['ingest:any'] } as const;
        const door = setUp({ asyncProcessing: false, clock: () => nowMs, principal: gateway });
        // A refused report may still tie names of what stays two calls.
        const stored = async () =>
          (await storedRecords(door.store)).map(({ requestId, occurredAtMs, userId, status, tokens }) => ({
            requestId,
            occurredAtMs,
            userId,
            status,
            tokens,
          }));
        for (const { output, names, userId, days } of reports) {
          nowMs += days * 864e5;
          const before = await stored();
          const frozen = (await storedRecords(door.store)).filter(
            ({ occurredAtMs }) => nowMs >= occurredAtMs + 3_600_000 + 87 * 864e5,
          );
          const { body } = await door.post({
            ...names,
            accessKeyId: 'ak_own',
            model: 'm',
            ...(userId !== undefined && { userId }),
            status: output === 3 ? 'ok' : 'partial',
            usage: { input_tokens: 1, output_tokens: output },
          });
          const after = await storedRecords(door.store);
          for (const record of frozen) expect(after).toContainEqual(record);
          const [{ status, code } = {}] = body.results;
          if (status === 'rejected') {
            expect([code, await stored()]).toEqual(['too_old', before]);
          } else if (status === 'accepted') {
            expect(after.some(({ tokens }) => tokens.output >= output)).toBe(true);
          } else {
            // Two names of which one is a call of a frozen hour stay apart, and a person can see it.
            expect([status, body.results[0]?.reason, frozen.length > 0]).toEqual(['conflict', 'names', true]);
          }
        }
      }),
      attacks(150),
    );
  });
});

async function storedRecords(store: ReturnType<typeof setUp>['store']): Promise<readonly UsageRecord[]> {
  const records: UsageRecord[] = [];
  for await (const page of store.scanRecords()) records.push(...page);
  return records;
}
