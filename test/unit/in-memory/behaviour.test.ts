import {
  InMemoryAuditLog,
  InMemoryBudgetStore,
  InMemoryDeadLetterQueue,
  InMemoryDirectory,
  InMemoryExportFiles,
  InMemoryExportStore,
  InMemoryPriceStore,
  InMemoryReportStore,
  InMemorySettingsStore,
} from '@token-ledger/in-memory';
import { describeAuditLog } from '../../behaviour/audit-log.ts';
import { describeBudgetStore } from '../../behaviour/budget-store.ts';
import { describeDeadLetterQueue } from '../../behaviour/dead-letter-queue.ts';
import { describeDirectory } from '../../behaviour/directory.ts';
import { describeExportFiles } from '../../behaviour/export-files.ts';
import { describeExportStore } from '../../behaviour/export-store.ts';
import { describePriceStore } from '../../behaviour/price-store.ts';
import { describeReportStore } from '../../behaviour/report-store.ts';
import { describeSettingsStore } from '../../behaviour/settings-store.ts';

/* The ports in memory behave like those on AWS, which test/integration runs the same suites against. */

describeAuditLog('the in-memory audit log', () => new InMemoryAuditLog());
describeBudgetStore('the in-memory budget store', () => new InMemoryBudgetStore());
describeDirectory('the in-memory directory', () => new InMemoryDirectory());
describeExportStore('the in-memory export store', async () => new InMemoryExportStore());
describeExportFiles('in-memory export files', async () => new InMemoryExportFiles());
describePriceStore('the in-memory price store', async () => new InMemoryPriceStore());
describeSettingsStore('the in-memory settings store', async () => new InMemorySettingsStore());

describeDeadLetterQueue('the in-memory dead-letter queue', () => {
  const queue = new InMemoryDeadLetterQueue({ clock: Date.now });
  return {
    queue,
    add: async (body) => {
      queue.add(body);
    },
    resent: async () => queue.resent(),
  };
});

describeReportStore('the in-memory report store', async () => {
  const exports = new InMemoryExportStore();
  return { exports, reports: new InMemoryReportStore({ exports }) };
});
