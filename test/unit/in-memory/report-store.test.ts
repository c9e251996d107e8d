import { InMemoryExportStore, InMemoryReportStore } from '@token-ledger/in-memory';
import { describeReportStore } from '../../behaviour/report-store.ts';

describeReportStore('the report store in memory', async () => {
  const exports = new InMemoryExportStore();
  return { exports, reports: new InMemoryReportStore({ exports }) };
});
