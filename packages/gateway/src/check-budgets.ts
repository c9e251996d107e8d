import type { Clock, SpentBudget } from '@token-ledger/core';
import type { CallAttribution } from './attribute-call.ts';
import { GatewayError } from './gateway-error.ts';
import type { GatewayEvents } from './gateway-events.ts';

/** How long a list of spent budgets is used. They are evaluated every few minutes, so fresher ones would say the same. */
const CACHE_SECONDS = 15;

export interface BudgetDeps {
  /** Absent: budgets only alert. */
  readonly spentBudgets?: () => Promise<readonly SpentBudget[]>;
  readonly events: GatewayEvents;
  readonly clock: Clock;
}

/**
 * Refuses calls whose access key or user has spent a budget. If the list cannot be read, the last one counts, or nothing is
 * refused: a broken table must not stop a company's calls.
 */
export function createBudgetCheck({ spentBudgets, events, clock }: BudgetDeps) {
  let known: readonly SpentBudget[] = [];
  let readAgainAtMs = Number.NEGATIVE_INFINITY;

  return async function checkBudgets(call: CallAttribution): Promise<void> {
    if (!spentBudgets) return;
    const nowMs = clock();
    if (nowMs >= readAgainAtMs) {
      readAgainAtMs = nowMs + CACHE_SECONDS * 1000;
      known = await spentBudgets().catch((error: unknown) => {
        events.failed('The list of spent budgets could not be read; the last one counts.', error);
        return known;
      });
    }
    const spent = known.find((budget) => nowMs < budget.periodEndMs && concerns(budget, call));
    if (!spent) return;
    const whose = spent.dimension === 'user' ? 'this user' : 'this access key';
    const until = new Date(spent.periodEndMs).toISOString();
    throw new GatewayError('rate_limit_error', `The budget of ${whose} is spent until ${until}.`);
  };
}

/** A user's budget of the id `-` is about calls for nobody. */
function concerns({ dimension, id }: SpentBudget, { accessKeyId, userId = '-' }: CallAttribution): boolean {
  return id === (dimension === 'user' ? userId : accessKeyId);
}
