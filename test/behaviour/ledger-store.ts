import { beforeEach, describe } from '@jest/globals';
import type { LedgerStore } from '@token-ledger/core';
import { describeConflicts } from './ledger-store/conflicts.ts';
import { describeMarks } from './ledger-store/marks.ts';
import { describeQuarantine } from './ledger-store/quarantine.ts';
import { describeRebuilds } from './ledger-store/rebuilds.ts';
import { describeRecords } from './ledger-store/records.ts';
import { describeSegments } from './ledger-store/segments.ts';
import { describeStatistics } from './ledger-store/statistics.ts';

/** The behaviour of every ledger store. `create` returns an empty one. */
export function describeLedgerStore(name: string, create: () => LedgerStore | Promise<LedgerStore>): void {
  describe(name, () => {
    let store: LedgerStore;
    beforeEach(async () => {
      store = await create();
    });
    const created = () => store;

    describeRecords(created);
    describeSegments(created);
    describeMarks(created);
    describeStatistics(created);
    describeQuarantine(created);
    describeConflicts(created);
    describeRebuilds(created);
  });
}
