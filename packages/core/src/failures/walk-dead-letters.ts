import type { Clock } from '../time/clock.ts';
import type { DeadLetter, DeadLetterDepth, DeadLetterQueue } from './dead-letter-queue.ts';

/** The most messages that one walk looks at. */
export const MAX_DEAD_LETTERS_PER_WALK = 1000;
/** Well within the half minute for which received messages are hidden, so that none is met twice. */
const WALK_MS = 12_000;

export interface WalkDeps {
  readonly queue: DeadLetterQueue;
  readonly clock: Clock;
}

export interface Walk {
  /** As it was before. */
  readonly depth: DeadLetterDepth;
  /** Whether every message was looked at: not when somebody else does so right now, or when there are too many. */
  readonly complete: boolean;
}

/**
 * Looks at each waiting message once and lets all of them go again. `visit` may say `keep`, which ends the walk and leaves
 * that message hidden, for whoever goes on with it.
 */
export async function walkDeadLetters(
  { queue, clock }: WalkDeps,
  visit: (letter: DeadLetter, depth: DeadLetterDepth) => Promise<'go on' | 'keep'>,
): Promise<Walk> {
  const depth = await queue.depth();
  const endMs = clock() + WALK_MS;
  /** By id, because a message can be handed out twice; its latest receipt is the one that counts. */
  const receipts = new Map<string, string>();
  let visited = 0;
  try {
    while (clock() < endMs) {
      const letters = await queue.receive();
      // The estimate tells of those that are hidden from us; when it lags behind, it is better to say too little.
      if (letters.length === 0) return { depth, complete: receipts.size >= depth.waiting + depth.hidden };
      const fresh = letters.filter(({ id }) => !receipts.has(id));
      for (const { id, receipt } of letters) receipts.set(id, receipt);
      for (const letter of fresh) {
        if (visited === MAX_DEAD_LETTERS_PER_WALK) return { depth, complete: false };
        visited += 1;
        if ((await visit(letter, depth)) === 'go on') continue;
        receipts.delete(letter.id);
        return { depth, complete: false };
      }
    }
    return { depth, complete: false };
  } finally {
    await queue.release([...receipts.values()].map((receipt) => ({ receipt })));
  }
}

/** Why a message could not be had. */
export type Absence =
  /** It is not there: retried, deleted or expired. */
  | { readonly kind: 'not_found' }
  /** It may be among those that somebody looks at right now, or that there was no time for. */
  | { readonly kind: 'busy' };

/** Receives one message by its id. It stays hidden until it is released or deleted, or half a minute has passed. */
export async function takeDeadLetter(
  deps: WalkDeps,
  id: string,
): Promise<
  { readonly kind: 'taken'; readonly letter: DeadLetter; readonly depth: DeadLetterDepth } | Absence
> {
  let letter: DeadLetter | undefined;
  const { complete, depth } = await walkDeadLetters(deps, async (candidate) => {
    if (candidate.id !== id) return 'go on';
    letter = candidate;
    return 'keep';
  });
  if (letter) return { kind: 'taken', letter, depth };
  return { kind: complete ? 'not_found' : 'busy' };
}
