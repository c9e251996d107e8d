import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DeadLetter, DeadLetterQueue } from '@token-ledger/core';

/** A queue, a way to create dead letters, and the bodies that were sent back. */
export interface DeadLettersUnderTest {
  readonly queue: DeadLetterQueue;
  readonly add: (body: string) => Promise<void>;
  /** Call at most once per test. */
  readonly resent: () => Promise<readonly string[]>;
}

/** The behaviour of every dead-letter queue. `create` returns an empty one. */
export function describeDeadLetterQueue(
  name: string,
  create: () => DeadLettersUnderTest | Promise<DeadLettersUnderTest>,
): void {
  describe(name, () => {
    let queue: DeadLetterQueue;
    let add: DeadLettersUnderTest['add'];
    let resent: DeadLettersUnderTest['resent'];
    beforeEach(async () => {
      ({ queue, add, resent } = await create());
    });

    const only = async (): Promise<DeadLetter> => {
      const [letter, ...more] = await queue.receive();
      if (!letter || more.length > 0)
        throw new Error(`There are ${more.length + (letter ? 1 : 0)} messages.`);
      return letter;
    };

    it('returns a message unchanged, and hides it', async () => {
      const body = '"é漢😀"\n';
      const beforeMs = Date.now();
      await add(body);
      const letter = await only();
      expect(letter.body).toBe(body);
      expect(letter.receives).toBeGreaterThan(0);
      expect(Math.abs(letter.sentAtMs - beforeMs)).toBeLessThan(60_000);
      expect(await queue.receive()).toEqual([]);
      expect(await queue.depth()).toMatchObject({ waiting: 0, hidden: 1 });
    });

    it('shows a released message again, under the same id with another receipt', async () => {
      await add('a');
      const first = await only();
      await queue.release([first]);
      expect(await queue.depth()).toMatchObject({ waiting: 1, hidden: 0 });
      const second = await only();
      expect([second.id, second.receives]).toEqual([first.id, first.receives + 1]);
      expect(second.receipt).not.toBe(first.receipt);
    });

    it('returns 25 messages at most ten at a time, and releases them at once', async () => {
      for (let index = 0; index < 25; index += 1) await add(`body ${index}`);
      const letters: DeadLetter[] = [];
      for (let batch = await queue.receive(); batch.length > 0; batch = await queue.receive()) {
        expect(batch.length).toBeLessThanOrEqual(10);
        letters.push(...batch);
      }
      expect(new Set(letters.map(({ id }) => id)).size).toBe(25);
      await queue.release(letters);
      expect(await queue.depth()).toMatchObject({ waiting: 25, hidden: 0 });
    });

    it('deletes only the message that was received', async () => {
      await add('a');
      const letter = await only();
      await add('b');
      await queue.delete(letter);
      expect((await only()).body).toBe('b');
      expect(await queue.depth()).toMatchObject({ waiting: 0, hidden: 1 });
    });

    it('accepts the release of a deleted message', async () => {
      await add('a');
      const letter = await only();
      await queue.delete(letter);
      await queue.release([letter]);
      await queue.release([]);
      expect(await queue.receive()).toEqual([]);
    });

    it('sends back to the queue the message came from, and keeps messages for 14 days', async () => {
      await queue.resend('again');
      expect(await queue.receive()).toEqual([]);
      expect(await resent()).toEqual(['again']);
      expect((await queue.depth()).keptMs).toBe(14 * 86_400_000);
    });
  });
}
