import { InMemoryBudgetStore } from '@token-ledger/in-memory';
import { describeBudgetStore } from '../../behaviour/budget-store.ts';

describeBudgetStore('the in-memory budget store', () => new InMemoryBudgetStore());
