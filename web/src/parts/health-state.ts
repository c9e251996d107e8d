import type { AnswerOf } from '@token-ledger/client/query';

export type HealthAnswer = AnswerOf<'get', '/v1/health'>;

/** An answer about the health, and what the console says of it. */
export interface Health {
  readonly answer: HealthAnswer;
  readonly state: HealthAnswer['status'] | 'okInPart' | 'unanswered';
}

/**
 * Calls degraded what two readings in a row did not reach: the first may only be slow. What was not measured is not called
 * healthy either.
 */
export function healthOf(answer: HealthAnswer, before: Health | undefined): Health {
  // The API repeats an answer for some seconds.
  if (before?.answer.asOf === answer.asOf) return before;
  if (isUnanswered(answer) && !(before && isUnanswered(before.answer)))
    return { answer, state: 'unanswered' };
  if (answer.status === 'ok' && answer.unknown.length > 0) return { answer, state: 'okInPart' };
  return { answer, state: answer.status };
}

function isUnanswered({ reasons }: HealthAnswer): boolean {
  return reasons.length > 0 && reasons.every(({ code }) => code === 'not_reachable');
}
