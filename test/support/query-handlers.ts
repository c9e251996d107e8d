import { Calendar, recordUsage, rollUp, type UsageRecord } from '@token-ledger/core';
import { InMemoryLedgerStore } from '@token-ledger/in-memory';
import { createHandler as createQueryRecords } from '../../functions/query-records/handler.ts';
import { createHandler as createQueryUsage } from '../../functions/query-usage/handler.ts';
import { createHandler as createRebuildUsage } from '../../functions/rebuild-usage/handler.ts';
import { httpEvent, lambdaContext } from './http-event.ts';
import { readShippedPrices } from './prices.ts';
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
  let tokens = 0;
  const ledger = {
    store: new InMemoryLedgerStore(),
    clock: () => clock.nowMs,
    newToken: () => `token ${(tokens += 1)}`,
    calendar: new Calendar(timeZone),
    retention: { retentionDays: 90 },
    readPrices: readShippedPrices,
  };
  await recordUsage(ledger, records);
  const telemetry = recordingTelemetry();
  const signingKey = async () => new Uint8Array(32).fill(7);
  const { shownIdsOf } = shownIds({ ...options, clock: ledger.clock });
  const usage = createQueryUsage({ ledger, shownIdsOf, signingKey, cacheTtlSeconds, telemetry });
  const raw = createQueryRecords({ ledger, shownIdsOf, signingKey, telemetry });
  const rebuild = createRebuildUsage({ ledger, audit: recordedAudit(), telemetry });

  async function call(event: ReturnType<typeof httpEvent>) {
    const handlers = { records: raw, aggregations: rebuild, rebuilds: rebuild };
    const [, , name = ''] = event.rawPath.split('/');
    const handler = name in handlers ? handlers[name as keyof typeof handlers] : usage;
    const { statusCode, headers = {}, body } = await handler(event, lambdaContext());
    return { statusCode, headers, body: body === undefined ? undefined : JSON.parse(body) };
  }
  /** A GET, by the path of its route. */
  const get = (
    path: string,
    query: Record<string, string> = {},
    headers: Record<string, string> = {},
    pathParameters: Record<string, string> = {},
  ) => call({ ...httpEvent({ method: 'GET', path, query, headers, scopes: ['read'] }), pathParameters });
  /** A GET as API Gateway passes it: decoded, with repeated parameters joined by commas. */
  const getRaw = (path: string, rawQueryString: string) => {
    const query: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const [name, value] of new URLSearchParams(rawQueryString))
      query[name] = name in query ? `${query[name]},${value}` : value;
    return call({ ...httpEvent({ method: 'GET', path, query, scopes: ['read'] }), rawQueryString });
  };
  const post = (path: string, body: unknown) =>
    call(
      httpEvent({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        scopes: ['admin'],
      }),
    );
  const rollUpAll = () =>
    rollUp(ledger, { maxBuckets: 1000, deadlineMs: Number.POSITIVE_INFINITY, coalesceLate: false });
  return { ledger, clock, telemetry, get, getRaw, post, rollUpAll };
}
