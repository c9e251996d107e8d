import {
  type AskedSubject,
  type Principal,
  type ShownIds,
  type Subject,
  visibilityOf,
  withoutAbsent,
} from '@token-ledger/core';

type SubjectQuery = { readonly [K in keyof AskedSubject]?: AskedSubject[K] | undefined };

/** Whose usage a question is about, for the domain. */
export function askedSubject(
  ids: ShownIds,
  { dimension, id, accessKeyId, userId }: SubjectQuery,
): AskedSubject {
  return withoutAbsent({
    dimension,
    id: dimension && id !== undefined ? ids.resolve(dimension, id) : id,
    accessKeyId,
    userId: userId === undefined ? undefined : ids.resolve('user', userId),
  });
}

/** Whose usage an answer is about, as the API shows it. */
export async function presentSubject(ids: ShownIds, principal: Principal, { dimension, id, pair }: Subject) {
  if (id === undefined) return { dimension };
  const show = await ids.display(dimension, [id]);
  // Who sees their own usage only may ask about any access key, and must not learn by its name whose it is.
  const mayLearnName = visibilityOf(principal).kind === 'everything';
  const other =
    pair && (mayLearnName ? await presentOther(ids, dimension, pair) : idOfOther(dimension, pair));
  return { dimension, ...show(id), ...other };
}

function idOfOther(dimension: Subject['dimension'], { accessKeyId, userId }: NonNullable<Subject['pair']>) {
  return dimension === 'user' ? { accessKeyId } : { userId };
}

async function presentOther(
  ids: ShownIds,
  dimension: Subject['dimension'],
  { accessKeyId, userId }: NonNullable<Subject['pair']>,
) {
  const isUser = dimension === 'user';
  const other = isUser ? accessKeyId : userId;
  const show = await ids.display(isUser ? 'access_key' : 'user', [other]);
  const { id, name } = show(other);
  return isUser
    ? withoutAbsent({ accessKeyId: id, accessKeyName: name })
    : withoutAbsent({ userId: id, userName: name });
}
