import type { QuarantinedRecord, QuarantineStore } from '@token-ledger/core';
import { ReceivedByDay } from './received-by-day.ts';
import type { InMemoryStoreOptions } from './store-options.ts';

/** Records that could not be counted. */
export function createInMemoryQuarantineStore({ step }: Pick<InMemoryStoreOptions, 'step'>): QuarantineStore {
  const quarantined = new ReceivedByDay<QuarantinedRecord>();
  return {
    quarantine: (record) => step('quarantine', () => quarantined.put(record)),
    listQuarantined: (utcDay, options) => step('listQuarantined', () => quarantined.list(utcDay, options)),
    getQuarantined: (utcDay, id) => step('getQuarantined', () => quarantined.get(utcDay, id)),
    deleteQuarantined: (record) => step('deleteQuarantined', () => quarantined.delete(record)),
  };
}
