import { InMemoryExportFiles, InMemoryExportStore } from '@token-ledger/in-memory';
import { describeExportFiles } from '../../behaviour/export-files.ts';
import { describeExportStore } from '../../behaviour/export-store.ts';

describeExportStore('the store of exports in memory', async () => new InMemoryExportStore());
describeExportFiles('files in memory', async () => new InMemoryExportFiles());
