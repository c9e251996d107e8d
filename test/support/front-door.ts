import { createHandler as createQueryRecords } from '../../functions/query-records/handler.ts';
import { createHandler as createQueryUsage } from '../../functions/query-usage/handler.ts';
import { setUp } from './accepted-usage.ts';
import { answered } from './answered.ts';
import { ledgerOver } from './ledger-over.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { NOON } from './records.ts';
import { shownIds } from './shown-ids.ts';

/** The day and the hours around `NOON`, in which a record counts whose time is that of its receipt. */
export const DAY = { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' };

/** The functions that accept and record usage, and those that are asked for it, over one in-memory ledger. */
export function frontDoor(options: Parameters<typeof setUp>[0] = {}) {
  const intake = setUp(options);
  const ledger = ledgerOver(intake.store, () => NOON + 30 * 60_000);
  const signingKey = async () => new Uint8Array(32).fill(7);
  const { shownIdsOf } = shownIds({ clock: ledger.clock });
  const shared = { ledger, shownIdsOf, signingKey, telemetry: recordingTelemetry() };
  const handlers = {
    usage: createQueryUsage({ ...shared, cacheTtlSeconds: 3600 }),
    records: createQueryRecords({ ...shared, lateLimitDays: 35 }),
  };
  const get = (path: string, query: Record<string, string> = {}, id?: string) =>
    answered(path.startsWith('/v1/records') ? handlers.records : handlers.usage, {
      method: 'GET',
      path,
      query,
      ...(id !== undefined && { pathParameters: { requestId: id } }),
      scopes: ['read'],
    });
  return {
    ...intake,
    get,
    /** What the day of `NOON` counts: by id of a dimension, requests, tokens in and out, and dollars. */
    counted: async (dimension: 'all' | 'access_key' | 'user' = 'access_key') => {
      const { body } = await get('/v1/statistics', {
        ...DAY,
        ...(dimension !== 'all' && { dimension }),
        period: 'day',
      });
      const rows = body.rows as readonly CountedRow[];
      return Object.fromEntries(
        rows.map(({ id = '*', requests, errors, tokens, cost }) => [
          id,
          {
            requests,
            errors,
            input: tokens.input,
            output: tokens.output,
            total: tokens.total,
            usd: cost.usd,
          },
        ]),
      );
    },
  };
}

interface CountedRow {
  readonly id?: string;
  readonly requests: number;
  readonly errors: number;
  readonly tokens: { readonly input: number; readonly output: number; readonly total: number };
  readonly cost: { readonly usd: string };
}
