import { InMemoryBudgetStore } from '@token-ledger/core/in-memory';
import { describeBudgetStore } from '../behaviour/budget-store.ts';

describeBudgetStore('the in-memory budget store', () => new InMemoryBudgetStore());
