import type { components } from '@token-ledger/client/query';
import type { OUTCOMES } from './parameters.ts';

export type AuditEntry = components['schemas']['AuditEntry'];
export type Outcome = (typeof OUTCOMES)[number];

/** What became of a request: done, refused with the code of a problem, or without an answer. */
export function outcomeOf({ outcome }: Pick<AuditEntry, 'outcome'>): Outcome {
  return outcome === 'done' || outcome === 'unfinished' ? outcome : 'refused';
}
