import {
  createInMemoryLedgerStore,
  InMemoryPriceStore,
  InMemoryQualityStore,
  InMemorySourceStore,
} from '@token-ledger/in-memory';
import { describeAuditedStore } from '../../behaviour/audited-store.ts';

describeAuditedStore('the in-memory stores', async () => ({
  store: createInMemoryLedgerStore(),
  prices: new InMemoryPriceStore(),
  sources: new InMemorySourceStore(),
  audits: new InMemoryQualityStore(),
}));
