import { Calendar, recordUsage, rollUp, type UsageRecord } from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { createHandler as createQueryRecords } from '../../functions/query-records/handler.ts';
import { createHandler as createQueryUsage } from '../../functions/query-usage/handler.ts';
import { createHandler as createRebuildUsage } from '../../functions/rebuild-usage/handler.ts';
import { answered } from './answered.ts';
import type { HttpEventOptions } from './http-event.ts';
import { ledgerOver, ROLL_UP_ALL, rollUpsOnRequest } from './ledger-over.ts';
import { recordedAudit } from './recorded-audit.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { NOON } from './records.ts';
import { type ShownIdsSupport, shownIds } from './shown-ids.ts';

export interface QueryOptions extends Omit<ShownIdsSupport, 'clock'> {
  readonly nowMs?: number;
  readonly timeZone?: string;
  readonly cacheTtlSeconds?: number;
}

/** The query functions over one in-memory ledger. It is half past noon by default. */
export async function queryHandlers(records: readonly UsageRecord[] = [], options: QueryOptions = {}) {
  const { nowMs = NOON + 30 * 60_000, timeZone = 'UTC', cacheTtlSeconds = 3600 } = options;
  const clock = { nowMs };
  const ledger = ledgerOver(createInMemoryLedgerStore(), () => clock.nowMs, new Calendar(timeZone));
  await recordUsage(ledger, records);
  const telemetry = recordingTelemetry();
  const signingKey = async () => new Uint8Array(32).fill(7);
  const { shownIdsOf } = shownIds({ ...options, clock: ledger.clock });
  const usage = createQueryUsage({ ledger, shownIdsOf, signingKey, cacheTtlSeconds, telemetry });
  const raw = createQueryRecords({ ledger, shownIdsOf, signingKey, lateLimitDays: 35, telemetry });
  const rollUps = rollUpsOnRequest(ledger);
  const pauses: number[] = [];
  const pause = async (ms: number) => {
    pauses.push(ms);
    clock.nowMs += ms;
  };
  const audit = recordedAudit();
  const rebuild = createRebuildUsage({
    ledger,
    audit,
    telemetry,
    pause,
    startRollUp: (range) => rollUps.start(range),
  });

  function call(request: HttpEventOptions) {
    const handlers = { records: raw, aggregations: rebuild, rebuilds: rebuild };
    const [, , name = ''] = request.path.split('/');
    return answered(name in handlers ? handlers[name as keyof typeof handlers] : usage, request);
  }
  /** A GET, by the path of its route. */
  const get = (
    path: string,
    query: Record<string, string> = {},
    headers: Record<string, string> = {},
    pathParameters: Record<string, string> = {},
  ) => call({ method: 'GET', path, query, headers, pathParameters, scopes: ['read'] });
  /** A GET as API Gateway passes it: decoded, with repeated parameters joined by commas. */
  const getRaw = (path: string, rawQueryString: string) => {
    const query: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const [name, value] of new URLSearchParams(rawQueryString))
      query[name] = name in query ? `${query[name]},${value}` : value;
    return call({ method: 'GET', path, query, rawQueryString, scopes: ['read'] });
  };
  const post = (path: string, body: unknown) => call({ method: 'POST', path, json: body, scopes: ['admin'] });
  const rollUpAll = () => rollUp(ledger, ROLL_UP_ALL);
  return { ledger, clock, telemetry, audit, get, getRaw, post, rollUpAll, rollUps, pauses };
}
