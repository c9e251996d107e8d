import { type LookupResponse, lookupSchema, MAX_LOOKUP_BYTES } from '@token-ledger/contract';
import {
  type Clock,
  compareIds,
  hasAnyScope,
  iso,
  mapConcurrently,
  oldestAccepted,
  type Principal,
  type RecordStore,
  type Retention,
} from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { readInput } from '../shared/http/read-json-body.ts';

export interface LookUpNamesDeps {
  readonly ledger: {
    readonly store: Pick<RecordStore, 'findAcrossKeys'>;
    readonly clock: Clock;
    readonly retention: Retention;
  };
  readonly lateLimitDays: number;
}

const CONCURRENT_LOOKUPS = 32;

/** `POST /v1/records/lookup`: which calls are counted already, and under which access keys. */
export async function lookUpNames(
  { ledger, lateLimitDays }: LookUpNamesDeps,
  { event, principal }: HttpRequest,
): Promise<HttpAnswer> {
  const input = await readInput(lookupSchema, event, { maxBytes: MAX_LOOKUP_BYTES, what: 'lookup' });
  const names = [...new Set(input.names)];
  const nowMs = ledger.clock();
  const maySee = visibleKeys(principal);
  const found = await mapConcurrently(names, CONCURRENT_LOOKUPS, async (name) => {
    const holders = await ledger.store.findAcrossKeys(name);
    const ids = holders.map(({ accessKeyId }) => accessKeyId);
    const accessKeyIds = ids.filter(maySee).toSorted(compareIds);
    return { name, accessKeyIds, hiddenKeys: ids.length - accessKeyIds.length };
  });
  const body: LookupResponse = {
    asOf: iso(nowMs),
    acceptedFrom: iso(oldestAccepted(nowMs, lateLimitDays, ledger.retention)),
    held: found.filter(({ accessKeyIds, hiddenKeys }) => accessKeyIds.length + hiddenKeys > 0),
  };
  return { statusCode: 200, body };
}

/** A key that reports its own usage only learns that another key has a call, and not which one. */
function visibleKeys(principal: Principal): (accessKeyId: string) => boolean {
  if (principal.kind !== 'access_key') return () => false;
  const seesAll = hasAnyScope(principal.scopes, ['ingest:any', 'read', 'admin']);
  return (accessKeyId) => seesAll || accessKeyId === principal.accessKeyId;
}
