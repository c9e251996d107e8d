import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditActor, AuditEntry } from '@token-ledger/core';
import type { DenialReason } from '../shared/http/authorization-decision.ts';
import type { AuditDeps } from '../shared/http/with-audit-trail.ts';
import { LOG_MESSAGES } from '../shared/log-messages.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/** Denials of the same kind within this time are counted, and the next entry has their number. */
const QUIET_MS = 10 * 60_000;
/** Entries of one minute: of callers who proved to be somebody, and of all others, who must not crowd those out. */
const ENTRIES_PER_MINUTE = { proven: 30, unproven: 6 };
const MAX_KINDS = 1000;
/** What a request may wait for its entry. */
const PATIENCE_MS = 500;

/** A refused request as far as it is put on record. */
export interface RefusedRequest {
  readonly denial: DenialReason;
  readonly actor: AuditActor;
  readonly operation: string;
  readonly sourceIp: string;
  readonly userAgent?: string;
  readonly requestId: string;
}

/**
 * Puts refusals on record without letting their callers fill the table: the first of a kind (caller, route, reason,
 * address) at once, further ones as a count, and never more than 36 entries a minute from one instance of the authorizer.
 * The metric `RequestsRefused` counts every one. Never rejects.
 */
export function createDenialRecorder({ log, clock, newId }: AuditDeps, telemetry: Telemetry) {
  const kinds = new Map<string, { quietUntilMs: number; untold: number }>();
  let minute = 0;
  let entries = { proven: 0, unproven: 0 };
  return async (request: RefusedRequest): Promise<void> => {
    telemetry.count('RequestsRefused', 1);
    const nowMs = clock();
    const currentMinute = Math.floor(nowMs / 60_000);
    if (currentMinute !== minute) entries = { proven: 0, unproven: 0 };
    minute = currentMinute;

    const { denial, actor, operation, sourceIp } = request;
    const name = JSON.stringify([denial, actor, operation, sourceIp]);
    const kind = kinds.get(name) ?? { quietUntilMs: 0, untold: 0 };
    kind.untold += 1;
    const standing = actor.kind === 'unknown' ? 'unproven' : 'proven';
    const isQuiet = nowMs < kind.quietUntilMs || entries[standing] >= ENTRIES_PER_MINUTE[standing];
    if (kinds.size >= MAX_KINDS) kinds.clear();
    kinds.set(name, kind);
    if (isQuiet) return;

    entries[standing] += 1;
    const times = kind.untold;
    kinds.set(name, { quietUntilMs: nowMs + QUIET_MS, untold: 0 });
    telemetry.logger.info(LOG_MESSAGES.requestsRefused, {
      reason: denial,
      route: operation,
      requests: times,
      // The address is in the audit log only, which fewer people may read.
      caller: actor.id,
      correlationId: request.requestId,
    });
    await append({ ...describe(request), id: newId(nowMs), atMs: nowMs, ...(times > 1 && { count: times }) });
  };

  async function append(entry: AuditEntry): Promise<void> {
    const patience = new AbortController();
    const appended = log
      .append(entry)
      .catch((error: unknown) => telemetry.logger.error('A denial could not be put on record.', { error }))
      .finally(() => patience.abort());
    await Promise.race([
      appended,
      sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {}),
    ]);
  }
}

function describe({ denial, ...request }: RefusedRequest): Omit<AuditEntry, 'id' | 'atMs'> {
  return { ...request, outcome: denial };
}
