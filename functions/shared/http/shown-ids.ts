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
  /** Read only for a caller who sees pseudonyms. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
  /** As configured: whether viewers see pseudonyms. */
  readonly pseudonymizeUsers: boolean;
}

/** How ids appear in the answers to a caller, and which ids the caller's own ones stand for. */
export type ShownIdsOf = (principal: Principal) => Promise<ShownIds>;

export interface ShownIdsDeps {
  readonly shownIdsOf: ShownIdsOf;
}

export function createShownIdsOf({ readNames, pseudonyms, pseudonymizeUsers }: ShownIdsOptions): ShownIdsOf {
  return async (principal) =>
    seesPseudonyms(principal, pseudonymizeUsers)
      ? pseudonymousIds(readNames, await pseudonyms())
      : realIds(readNames);
}
