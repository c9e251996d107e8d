import type { AskedSubject, ShownIds, Subject } from '@token-ledger/core';

interface SubjectQuery {
  readonly dimension?: Subject['dimension'] | undefined;
  readonly id?: string | undefined;
}

/** Whose usage a question is about, for the domain. */
export function askedSubject(ids: ShownIds, { dimension, id }: SubjectQuery): AskedSubject {
  return {
    ...(dimension && { dimension }),
    ...(id !== undefined && { id: dimension ? ids.meant(dimension, id) : id }),
  };
}

/** Whose usage an answer is about, as the API tells it. */
export async function presentSubject(ids: ShownIds, { dimension, id }: Subject) {
  if (id === undefined) return { dimension };
  const show = await ids.show(dimension, [id]);
  return { dimension, ...show(id) };
}
