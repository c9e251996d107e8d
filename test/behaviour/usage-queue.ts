import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Priority, UsageQueue } from '@token-ledger/core';

/** A queue, and the messages in it. */
export interface QueueUnderTest {
  readonly queue: UsageQueue;
  /** Everything sent with a priority, in any order. Call at most once per test and priority. */
  readonly sent: (priority: Priority) => Promise<readonly string[]>;
}

const MAX_BODY_BYTES = 256 * 1024;

/** The behaviour of every usage queue. `create` returns an empty one. */
export function describeUsageQueue(
  name: string,
  create: () => QueueUnderTest | Promise<QueueUnderTest>,
): void {
  describe(name, () => {
    let queue: UsageQueue;
    let sent: QueueUnderTest['sent'];
    beforeEach(async () => {
      ({ queue, sent } = await create());
    });

    it('sends a body unchanged', async () => {
      const body = JSON.stringify({ v: 1, records: [{ text: '"é漢😀"\n\u0000' }] });
      expect(await queue.send('live', [body])).toEqual([{ kind: 'sent' }]);
      expect(await sent('live')).toEqual([body]);
    });

    it('keeps live and bulk messages apart', async () => {
      await queue.send('live', ['a']);
      await queue.send('bulk', ['b']);
      expect(await sent('live')).toEqual(['a']);
      expect(await sent('bulk')).toEqual(['b']);
    });

    it('sends 25 bodies in one call', async () => {
      const bodies = Array.from({ length: 25 }, (_, index) => `body ${index}`);
      expect(await queue.send('bulk', bodies)).toEqual(bodies.map(() => ({ kind: 'sent' })));
      expect((await sent('bulk')).toSorted()).toEqual(bodies.toSorted());
    });

    it('sends five bodies of 256 KB, more than one call to SQS may carry', async () => {
      const bodies = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(MAX_BODY_BYTES));
      expect(await queue.send('live', bodies)).toEqual(bodies.map(() => ({ kind: 'sent' })));
      expect((await sent('live')).toSorted()).toEqual(bodies);
    });

    it('fails only the body that is one byte too large', async () => {
      const tooLarge = `${'é'.repeat(MAX_BODY_BYTES / 2)}!`;
      const outcomes = await queue.send('live', ['before', tooLarge, 'after']);
      expect(outcomes).toEqual([
        { kind: 'sent' },
        { kind: 'failed', error: expect.any(RangeError) },
        { kind: 'sent' },
      ]);
      expect((await sent('live')).toSorted()).toEqual(['after', 'before']);
    });

    it('accepts an empty list', async () => {
      expect(await queue.send('live', [])).toEqual([]);
      expect(await sent('live')).toEqual([]);
    });
  });
}
