import type { DeadLetter } from './dead-letter-queue.ts';
import { type Absence, takeDeadLetter, type WalkDeps } from './walk-dead-letters.ts';

/** What is to be sent in place of a failed message, or why sending it would be of no use. */
export type Preparation<DenialReason> =
  | { readonly kind: 'ready'; readonly body: string }
  | { readonly kind: 'refused'; readonly refusal: DenialReason };

export type RetryOutcome<DenialReason> =
  | { readonly kind: 'resent' }
  /** Nothing was sent, and the message is where it was. */
  | { readonly kind: 'refused'; readonly refusal: DenialReason }
  | Absence;

/**
 * Sends a dead letter to its queue again, and only then deletes it. Who is stopped between the two leaves the message in
 * both queues, which does no harm: its records count once by their ids, and it may be retried again.
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

/** Deletes the one message of this id, and no other. */
export async function deleteDeadLetter(
  deps: WalkDeps,
  id: string,
): Promise<{ readonly kind: 'deleted' } | Absence> {
  const taken = await takeDeadLetter(deps, id);
  if (taken.kind !== 'taken') return taken;
  await deps.queue.delete(taken.letter);
  return { kind: 'deleted' };
}
