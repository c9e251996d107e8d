import { type AuditFilter, MAX_SEARCHED_ENTRIES } from '@token-ledger/contract';
import type { AuditEntry, AuditLog, AuditPage } from '@token-ledger/core';

/** Entries read at a time. */
const BATCH = 1_000;

interface Search {
  readonly fromMs: number;
  readonly toMs: number;
  readonly beforeId: string | undefined;
  readonly limit: number;
}

/** What an entry says, and the names of those it is about. */
export type NamedEntry = AuditEntry & { readonly actorName?: string; readonly targetName?: string };

/**
 * The newest entries that fulfil every condition of a filter. A page may be short, or empty, with more to read: entries lie in
 * order of time alone.
 */
export async function searchAudit(
  log: Pick<AuditLog, 'list'>,
  { limit, beforeId, ...range }: Search,
  filter: AuditFilter,
  withNames: (entries: readonly AuditEntry[]) => Promise<readonly NamedEntry[]>,
): Promise<AuditPage> {
  const found: AuditEntry[] = [];
  let before = beforeId;
  for (let read = 0; read < MAX_SEARCHED_ENTRIES; ) {
    const page = await log.list({
      ...range,
      limit: BATCH,
      ...(before !== undefined && { beforeId: before }),
    });
    for (const entry of await withNames(page.entries)) {
      if (!fulfils(entry, filter)) continue;
      if (found.length === limit) return { entries: found, nextBeforeId: String(found.at(-1)?.id) };
      found.push(entry);
    }
    before = page.nextBeforeId;
    if (before === undefined) return { entries: found };
    read += page.entries.length;
  }
  return { entries: found, ...(before !== undefined && { nextBeforeId: before }) };
}

/** Texts are parts of ids and names, in any case of letters. */
function fulfils(entry: NamedEntry, { actor, operation, target, address, outcome }: AuditFilter): boolean {
  const { id, kind } = entry.actor;
  const userId = entry.actor.kind === 'person' ? entry.actor.userId : undefined;
  return (
    hasPart(actor, id, userId, entry.actorName, kind) &&
    hasPart(operation, entry.operation) &&
    hasPart(target, entry.target, entry.targetName) &&
    hasPart(address, entry.sourceIp) &&
    (outcome === undefined || kindOf(entry.outcome) === outcome)
  );
}

function hasPart(wanted: string | undefined, ...texts: readonly (string | undefined)[]): boolean {
  return wanted === undefined || texts.some((text) => text?.toLowerCase().includes(wanted.toLowerCase()));
}

/** What is neither done nor unfinished has the code of a problem. */
function kindOf(outcome: string): AuditFilter['outcome'] {
  return outcome === 'done' || outcome === 'unfinished' ? outcome : 'refused';
}
