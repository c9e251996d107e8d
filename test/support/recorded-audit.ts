import { InMemoryAuditLog } from '@token-ledger/in-memory';
import { ulid } from 'ulid';
import type { AuditDeps } from '../../functions/shared/http/with-audit-trail.ts';
import { NOON } from './records.ts';

/** An in-memory audit log, by default at noon. */
export function recordedAudit({ clock = () => NOON }: Partial<Pick<AuditDeps, 'clock'>> = {}): AuditDeps & {
  readonly entries: () => ReturnType<typeof newest>;
} {
  const log = new InMemoryAuditLog();
  return { log, clock, newId: (atMs) => ulid(atMs), entries: () => newest(log) };
}

async function newest(log: InMemoryAuditLog) {
  return (await log.list({ fromMs: 0, toMs: NOON * 2, limit: 1000 })).entries;
}
