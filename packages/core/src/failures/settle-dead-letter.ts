import type { DeadLetter } from './dead-letter-queue.ts';
import { type Absence, takeDeadLetter, type WalkDeps } from './walk-dead-letters.ts';

/** The message to send in place of a failed one, or the reason why sending it would fail again. */
export type Preparation<DenialReason> =
  | { readonly kind: 'ready'; readonly body: string }
  | { readonly kind: 'refused'; readonly refusal: DenialReason };

export type RetryOutcome<DenialReason> =
  | { readonly kind: 'resent' }
  /** Nothing was sent, and the message stays where it was. */
  | { readonly kind: 'refused'; readonly refusal: DenialReason }
  | Absence;

/**
 * Sends a dead letter to its queue, then deletes it. If the function stops in between, the message is in both queues,
 * which does no harm: its records count once by their ids, and it can be retried again.
 */
export async function retryDeadLetter<DenialReason>(
  deps: WalkDeps,
  id: string,
  prepare: (letter: DeadLetter) => Promise<Preparation<DenialReason>>,
): Promise<RetryOutcome<DenialReason>> {
  const taken = await takeDeadLetter(deps, id);
  if (taken.kind !== 'taken') return taken;
  const { letter } = taken;
  try {
    const preparation = await prepare(letter);
    if (preparation.kind === 'refused') {
      await deps.queue.release([letter]);
      return preparation;
    }
    await deps.queue.resend(preparation.body);
  } catch (error) {
    await deps.queue.release([letter]);
    throw error;
  }
  await deps.queue.delete(letter);
  return { kind: 'resent' };
}

/** Deletes only the message with this id. */
export async function deleteDeadLetter(
  deps: WalkDeps,
  id: string,
): Promise<{ readonly kind: 'deleted' } | Absence> {
  const taken = await takeDeadLetter(deps, id);
  if (taken.kind !== 'taken') return taken;
  await deps.queue.delete(taken.letter);
  return { kind: 'deleted' };
}
