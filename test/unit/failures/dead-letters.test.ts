import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  deleteDeadLetter,
  MAX_DEAD_LETTERS_PER_WALK,
  retryDeadLetter,
  takeDeadLetter,
  walkDeadLetters,
} from '@token-ledger/core';
import { InMemoryDeadLetterQueue } from '@token-ledger/in-memory';
import { NOON } from '../../support/records.ts';

class Killed extends Error {}
/** Never returns, like a function whose machine is gone. */
const gone = new Promise<never>(() => {});

describe('dead letters', () => {
  let nowMs = NOON;
  let step: <T>(operation: string, effect: () => T) => Promise<T>;
  let queue: InMemoryDeadLetterQueue;
  const clock = () => nowMs;

  beforeEach(() => {
    nowMs = NOON;
    step = async (_operation, effect) => effect();
    queue = new InMemoryDeadLetterQueue({ clock, step: (operation, effect) => step(operation, effect) });
  });

  const walk = async () => {
    const seen: string[] = [];
    const { complete } = await walkDeadLetters({ queue, clock }, async ({ body }) => {
      seen.push(body);
      return 'continue';
    });
    return { seen, complete };
  };
  const retry = (id: string) =>
    retryDeadLetter({ queue, clock }, id, async ({ body }) =>
      body === 'bad' ? { kind: 'refused', refusal: 'why' } : { kind: 'ready', body },
    );

  it('are all inspected at once, hundreds of them, and wait again afterwards', async () => {
    const bodies = Array.from({ length: 345 }, (_, index) => `${index}`);
    for (const body of bodies) queue.add(body);
    for (let time = 0; time < 2; time += 1) expect(await walk()).toEqual({ seen: bodies, complete: true });
    expect(await queue.depth()).toMatchObject({ waiting: 345, hidden: 0 });
  });

  it('are inspected up to a limit of number, and of time', async () => {
    for (let index = 0; index < MAX_DEAD_LETTERS_PER_WALK; index += 1) queue.add(`${index}`);
    const whole = await walk();
    expect([whole.seen.length, whole.complete]).toEqual([MAX_DEAD_LETTERS_PER_WALK, true]);
    queue.add('one beyond');
    const { seen, complete } = await walk();
    expect([seen.length, complete]).toEqual([MAX_DEAD_LETTERS_PER_WALK, false]);
    expect(await queue.depth()).toMatchObject({ waiting: MAX_DEAD_LETTERS_PER_WALK + 1, hidden: 0 });
    step = async (_operation, effect) => {
      nowMs += 1_000;
      return effect();
    };
    const slow = await walk();
    expect([slow.seen.length, slow.complete]).toEqual([120, false]);
  });

  it('are reported as incomplete while another receiver inspects one', async () => {
    queue.add('a');
    const id = queue.add('b');
    expect((await takeDeadLetter({ queue, clock }, id)).kind).toBe('taken');
    expect(await walk()).toEqual({ seen: ['a'], complete: false });
    expect(await retry(id)).toEqual({ kind: 'busy' });
    expect(await deleteDeadLetter({ queue, clock }, id)).toEqual({ kind: 'busy' });
    nowMs += 30_000;
    expect((await walk()).complete).toBe(true);
    expect(await retry(id)).toEqual({ kind: 'resent' });
  });

  it('are sent again and deleted, only once', async () => {
    queue.add('before');
    const id = queue.add('one');
    queue.add('after');
    expect(await retry(id)).toEqual({ kind: 'resent' });
    expect([queue.resent(), queue.bodies()]).toEqual([['one'], ['before', 'after']]);
    expect(await retry(id)).toEqual({ kind: 'not_found' });
    expect((await walk()).seen).toEqual(['before', 'after']);
  });

  it('stay, and are available at once, if they cannot be sent again', async () => {
    const id = queue.add('bad');
    expect(await retry(id)).toEqual({ kind: 'refused', refusal: 'why' });
    expect([queue.resent(), await walk()]).toEqual([[], { seen: ['bad'], complete: true }]);
  });

  it('are deleted one by one', async () => {
    const [a, b] = [queue.add('a'), queue.add('b')];
    expect(await deleteDeadLetter({ queue, clock }, a)).toEqual({ kind: 'deleted' });
    expect(await deleteDeadLetter({ queue, clock }, a)).toEqual({ kind: 'not_found' });
    expect(queue.bodies()).toEqual(['b']);
    expect(await deleteDeadLetter({ queue, clock }, b)).toEqual({ kind: 'deleted' });
  });

  describe.each(['killed', 'refused', 'answer lost'] as const)('when a call is %s', (fault) => {
    it.each(['before', 'after'] as const)('%s it took effect, are never lost', async (when) => {
      if (fault === 'refused' && when === 'after') return;
      if (fault === 'answer lost' && when === 'before') return;
      for (const operation of ['retry', 'delete', 'walk'] as const) {
        for (let faulty = 0; ; faulty += 1) {
          queue = new InMemoryDeadLetterQueue({
            clock,
            step: (operation, effect) => step(operation, effect),
          });
          const id = queue.add('one');
          queue.add('other');
          let calls = 0;
          step = async (_operation, effect) => {
            calls += 1;
            if (calls !== faulty + 1) return effect();
            if (when === 'after') effect();
            if (fault === 'killed') throw new Killed();
            throw new Error(fault);
          };
          // A dead function does not clean up either: after its death, no call gets through.
          const inner = step;
          let dead = false;
          step = async (operation, effect) => {
            if (dead) return gone;
            try {
              return await inner(operation, effect);
            } catch (error) {
              dead = error instanceof Killed;
              return dead ? gone : Promise.reject(error as Error);
            }
          };
          const operationing =
            operation === 'walk'
              ? walk()
              : operation === 'retry'
                ? retry(id)
                : deleteDeadLetter({ queue, clock }, id);
          await Promise.race([operationing.catch(() => undefined), settled()]);
          const reached = calls > faulty;
          step = async (_operation, effect) => effect();
          nowMs += 30_000;

          expect(queue.bodies()).toContain('other');
          if (operation === 'walk') expect(queue.bodies()).toContain('one');
          if (operation === 'retry') expect([...queue.bodies(), ...queue.resent()]).toContain('one');
          // A second attempt completes it.
          if (operation === 'retry') expect(['resent', 'not_found']).toContain((await retry(id)).kind);
          if (operation === 'retry') expect(queue.resent()).toContain('one');
          if (operation === 'delete') await deleteDeadLetter({ queue, clock }, id);
          if (operation !== 'walk') expect(queue.bodies()).toEqual(['other']);
          expect((await walk()).complete).toBe(true);
          if (!reached) break;
        }
      }
    });
  });
});

/** Resolves when everything that can run without waiting has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
