import type { AccessKeyPrincipal, Scope } from '@token-ledger/core';
import { createHandler } from '../../functions/query-records/handler.ts';
import { httpLedgerReader } from '../../packages/importers/src/drive/http-ledger-reader.ts';
import type { LedgerReader } from '../../packages/importers/src/drive/ledger-reader.ts';
import { answered } from './answered.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { shownIds } from './shown-ids.ts';

type Ledger = Parameters<typeof createHandler>[0]['ledger'];

/** What an import reads of a ledger, through the function that answers queries of records. */
export function readerOfLedger(
  ledger: Ledger,
  scopes: readonly Scope[],
  principal: Partial<AccessKeyPrincipal> = {},
): LedgerReader {
  const handler = createHandler({
    ledger,
    lateLimitDays: 35,
    ...shownIds({ clock: ledger.clock }),
    signingKey: async () => new Uint8Array(32),
    telemetry: recordingTelemetry(),
  });
  const fetch = async (url: string, { method = 'GET', body }: { method?: 'GET' | 'POST'; body?: string }) => {
    const { pathname: path, searchParams } = new URL(url);
    const json: unknown = body === undefined ? undefined : JSON.parse(body);
    const query = Object.fromEntries(searchParams);
    const answer = await answered(handler, { method, path, query, json, scopes, principal });
    return new Response(JSON.stringify(answer.body), { status: answer.statusCode ?? 500 });
  };
  return httpLedgerReader({
    endpoint: 'https://ledger.example',
    accessKey: 'tl_key',
    fetch: fetch as unknown as typeof globalThis.fetch,
  });
}
