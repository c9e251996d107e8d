import type { Clock } from '../time/clock.ts';
import type { DeadLetter, DeadLetterDepth, DeadLetterQueue } from './dead-letter-queue.ts';

/** The most messages that one walk inspects. */
export const MAX_DEAD_LETTERS_PER_WALK = 1000;
/** Well within the half minute for which received messages are hidden, so that a walk meets no message twice. */
const WALK_MS = 12_000;

export interface WalkDeps {
  readonly queue: DeadLetterQueue;
  readonly clock: Clock;
}

export interface Walk {
  /** The depth before the walk. */
  readonly depth: DeadLetterDepth;
  /** Whether every message was inspected; false if another receiver holds some, or if there are too many. */
  readonly complete: boolean;
}

/**
 * Inspects each waiting message once and releases all of them. `visit` may return `keep`, which ends the walk and
 * leaves that message hidden for the caller.
 */
export async function walkDeadLetters(
  { queue, clock }: WalkDeps,
  visit: (letter: DeadLetter, depth: DeadLetterDepth) => Promise<'continue' | 'keep'>,
): Promise<Walk> {
  const depth = await queue.depth();
  const endMs = clock() + WALK_MS;
  /** By id, because a message can be received twice; only its latest receipt counts. */
  const receipts = new Map<string, string>();
  let visited = 0;
  try {
    while (clock() < endMs) {
      const letters = await queue.receive();
      // The estimate counts messages that others hide from us. It may lag; then `false` is the safe answer.
      if (letters.length === 0) return { depth, complete: receipts.size >= depth.waiting + depth.hidden };
      const fresh = letters.filter(({ id }) => !receipts.has(id));
      for (const { id, receipt } of letters) receipts.set(id, receipt);
      for (const letter of fresh) {
        if (visited === MAX_DEAD_LETTERS_PER_WALK) return { depth, complete: false };
        visited += 1;
        if ((await visit(letter, depth)) === 'continue') continue;
        receipts.delete(letter.id);
        return { depth, complete: false };
      }
    }
    return { depth, complete: false };
  } finally {
    await queue.release([...receipts.values()].map((receipt) => ({ receipt })));
  }
}

/** Why a message could not be received. */
export type Absence =
  /** It does not exist: retried, deleted or expired. */
  | { readonly kind: 'not_found' }
  /** Another receiver may hold it right now, or the walk ran out of time before it. */
  | { readonly kind: 'busy' };

/** Receives one message by its id. It stays hidden until it is released or deleted, or for half a minute. */
export async function takeDeadLetter(
  deps: WalkDeps,
  id: string,
): Promise<
  { readonly kind: 'taken'; readonly letter: DeadLetter; readonly depth: DeadLetterDepth } | Absence
> {
  let letter: DeadLetter | undefined;
  const { complete, depth } = await walkDeadLetters(deps, async (candidate) => {
    if (candidate.id !== id) return 'continue';
    letter = candidate;
    return 'keep';
  });
  if (letter) return { kind: 'taken', letter, depth };
  return { kind: complete ? 'not_found' : 'busy' };
}
