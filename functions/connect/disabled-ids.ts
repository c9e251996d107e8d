import { createDynamoDisabledIdsStore, type LedgerTable } from '@token-ledger/aws';
import { cachedDisabledIds } from '../shared/disabled-ids.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/** Who is disabled in this deployment. */
export function connectDisabledIds(table: LedgerTable, { logger }: Pick<Telemetry, 'logger'>) {
  return cachedDisabledIds({ store: createDynamoDisabledIdsStore(table), clock: Date.now, logger });
}
