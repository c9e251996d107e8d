import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { describePriceStore } from '../../behaviour/price-store.ts';

describePriceStore('the in-memory store of prices', async () => new InMemoryPriceStore());
