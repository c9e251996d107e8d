import { type components, LedgerProblem } from '@token-ledger/client/query';

type Rebuild = components['schemas']['Rebuild'];

/** Whether it will not change any more. */
export function isOver({ status }: Pick<Rebuild, 'status'>): boolean {
  return status === 'finished' || status === 'interrupted';
}

/** Rounded down: 100 only when every hour is done. */
export function percentDone({
  hours,
  pendingHours,
  status,
}: Pick<Rebuild, 'hours' | 'pendingHours' | 'status'>): number {
  if (status === 'finished' || hours === 0) return status === 'finished' ? 100 : 0;
  return Math.floor(((hours - pendingHours) / hours) * 100);
}

/** The rebuild that has to finish first, if that is why another one was refused. */
export function runningInstead(error: unknown): string | undefined {
  if (!(error instanceof LedgerProblem) || error.code !== 'rebuild_running') return undefined;
  const { running } = (error.document ?? {}) as { readonly running?: Partial<Rebuild> };
  return running?.id;
}
