import type { components } from '@token-ledger/client/query';
import type { OUTCOMES } from './parameters.ts';

export type AuditEntry = components['schemas']['AuditEntry'];
export type Outcome = (typeof OUTCOMES)[number];

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly operation?: string | undefined;
  readonly target?: string | undefined;
  readonly address?: string | undefined;
  readonly outcome?: Outcome | undefined;
}

/** What became of a request: done, refused with the code of a problem, or without an answer. */
export function outcomeOf({ outcome }: Pick<AuditEntry, 'outcome'>): Outcome {
  return outcome === 'done' || outcome === 'unfinished' ? outcome : 'refused';
}

/** Whether an entry fulfils every condition. Texts are parts of ids and names, in any case. */
export function matches(entry: AuditEntry, filter: AuditFilter): boolean {
  const { actor, operation, target, targetName, sourceIp } = entry;
  const has = (wanted: string | undefined, ...texts: readonly (string | undefined)[]) =>
    wanted === undefined || texts.some((text) => text?.toLowerCase().includes(wanted.toLowerCase()));
  return (
    has(filter.actor, actor.id, actor.userId, actor.name, actor.kind) &&
    has(filter.operation, operation) &&
    has(filter.target, target, targetName) &&
    has(filter.address, sourceIp) &&
    (filter.outcome === undefined || outcomeOf(entry) === filter.outcome)
  );
}
