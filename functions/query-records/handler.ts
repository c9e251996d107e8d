import { ROUTES, routeKey } from '@token-ledger/contract';
import type { FindRecordsDeps, ReadDeps } from '@token-ledger/core';
import { httpHandler } from '../shared/http/http-handler.ts';
import type { ShownIdsOf } from '../shared/http/shown-ids.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { getRecord } from './get-record.ts';
import { getRecords } from './get-records.ts';

export interface QueryRecordsDeps {
  readonly ledger: ReadDeps & FindRecordsDeps;
  readonly shownIdsOf: ShownIdsOf;
  /** The secret that cursors are sealed with. */
  readonly signingKey: () => Promise<Uint8Array>;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: QueryRecordsDeps) {
  return httpHandler(deps.telemetry, async (request) => {
    switch (request.event.routeKey) {
      case routeKey(ROUTES.getRecords):
        return getRecords(deps, request);
      case routeKey(ROUTES.getRecord):
        return getRecord(deps, request);
      default:
        throw new Error(`The route ${request.event.routeKey} leads to a function that does not serve it.`);
    }
  });
}
