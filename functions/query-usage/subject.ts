import type { AskedSubject, Subject } from '@token-ledger/core';
import { withoutAbsent } from '@token-ledger/core';

/** Whose usage a query names, for the domain. */
export function askedSubject({
  dimension,
  id,
  accessKeyId,
  userId,
}: {
  readonly [K in keyof AskedSubject]?: AskedSubject[K] | undefined;
}): AskedSubject {
  return withoutAbsent({ dimension, id, accessKeyId, userId });
}

/** Whose usage an answer tells. */
export function presentSubject({ dimension, id, pair }: Subject) {
  return {
    dimension,
    ...(id !== undefined && { id }),
    ...(pair && (dimension === 'user' ? { accessKeyId: pair.accessKeyId } : { userId: pair.userId })),
  };
}
