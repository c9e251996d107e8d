import {
  type Principal,
  type Pseudonyms,
  pseudonymousIds,
  type ReadNames,
  realIds,
  type ShownIds,
  seesPseudonyms,
} from '@token-ledger/core';

export interface ShownIdsOptions {
  readonly readNames: ReadNames;
  /** Asked only for a caller who sees them. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
  /** As configured. */
  readonly pseudonymizeUsers: boolean;
}

/** How a caller is shown ids, and understood. Every function that has to do with ids of usage goes by it. */
export type ShownIdsOf = (principal: Principal) => Promise<ShownIds>;

export function createShownIdsOf({ readNames, pseudonyms, pseudonymizeUsers }: ShownIdsOptions): ShownIdsOf {
  return async (principal) =>
    seesPseudonyms(principal, pseudonymizeUsers)
      ? pseudonymousIds(readNames, await pseudonyms())
      : realIds(readNames);
}
