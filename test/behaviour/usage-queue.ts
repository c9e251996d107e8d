import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Priority, UsageQueue } from '@token-ledger/core';

/** A queue, and a way to see what is in it. */
export interface QueueUnderTest {
  readonly queue: UsageQueue;
  /** Everything sent with a priority, in any order. May be asked once per test and priority. */
  readonly sent: (priority: Priority) => Promise<readonly string[]>;
}

const MAX_BODY_BYTES = 256 * 1024;

/** What every usage queue does, whatever it is made of. `create` makes an empty one. */
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

    it('sends a body as it is', async () => {
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

    it('fails a body of one byte more, and only that', async () => {
      const tooLarge = `${'é'.repeat(MAX_BODY_BYTES / 2)}!`;
      const outcomes = await queue.send('live', ['before', tooLarge, 'after']);
      expect(outcomes).toEqual([
        { kind: 'sent' },
        { kind: 'failed', error: expect.any(RangeError) },
        { kind: 'sent' },
      ]);
      expect((await sent('live')).toSorted()).toEqual(['after', 'before']);
    });

    it('sends nothing when there is nothing to send', async () => {
      expect(await queue.send('live', [])).toEqual([]);
      expect(await sent('live')).toEqual([]);
    });
  });
}
