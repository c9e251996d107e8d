import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditActor, AuditEntry } from '@token-ledger/core';
import type { DenialReason } from '../shared/http/authorization-decision.ts';
import type { AuditDeps } from '../shared/http/with-audit-trail.ts';
import { LOG_MESSAGES } from '../shared/log-messages.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/** For this long after the first denial of a kind, an entry follows only when their number has doubled. It has the number since the last entry. */
const QUIET_MS = 10 * 60_000;
/** Entries of one minute: of callers who proved to be somebody, and of all others, who must not crowd those out. */
const ENTRIES_PER_MINUTE = { proven: 30, unproven: 6 };
/** Entries about repeated denials stop at this share of the limit, so that one kind cannot crowd out others. */
const SHARE_OF_DOUBLINGS = 1 / 2;
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
 * address) at once, further ones as a count when their number has doubled, and never more than 36 entries a minute from
 * one instance of the authorizer. An instance that ends takes the rest of its counts with it, so each entry says until
 * when others may be missing. The metric `RequestsRefused` counts every one. Never rejects.
 */
export function createDenialRecorder({ log, clock, newId }: AuditDeps, telemetry: Telemetry) {
  const kinds = new Map<string, Kind>();
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
    const known = kinds.get(name);
    const kind = known ?? { quietUntilMs: 0, counted: 0, uncounted: 0 };
    kind.uncounted += 1;
    const isQuiet = nowMs < kind.quietUntilMs;
    if (!isQuiet) kind.counted = 0;
    if (kinds.size >= MAX_KINDS && !known) kinds.clear();
    kinds.set(name, kind);
    const standing = actor.kind === 'unknown' ? 'unproven' : 'proven';
    const mostEntries = ENTRIES_PER_MINUTE[standing] * (isQuiet ? SHARE_OF_DOUBLINGS : 1);
    if (kind.uncounted < kind.counted || entries[standing] >= mostEntries) return;

    entries[standing] += 1;
    const times = kind.uncounted;
    kind.counted += times;
    kind.uncounted = 0;
    if (!isQuiet) kind.quietUntilMs = nowMs + QUIET_MS;
    telemetry.logger.info(LOG_MESSAGES.requestsRefused, {
      reason: denial,
      route: operation,
      requests: times,
      // The address is in the audit log only, which fewer people may read.
      caller: actor.id,
      correlationId: request.requestId,
    });
    await append({
      ...describe(request),
      id: newId(nowMs),
      atMs: nowMs,
      ...(times > 1 && { count: times }),
      uncountedUntilMs: kind.quietUntilMs,
    });
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

/** Denials of a kind in the current quiet time: how many entries stand for, and how many not yet. */
interface Kind {
  quietUntilMs: number;
  counted: number;
  uncounted: number;
}

function describe({ denial, ...request }: RefusedRequest): Omit<AuditEntry, 'id' | 'atMs'> {
  return { ...request, outcome: denial };
}
