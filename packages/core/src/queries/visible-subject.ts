import type { Visibility } from '../access/visibility.ts';
import type { Dimension } from '../ledger/ledger-store.ts';

/** The subject of a request: whose usage it is about. Without a dimension: everything the caller may see. */
export interface AskedSubject {
  readonly dimension?: Dimension;
  /** One value of the dimension; all values if absent. */
  readonly id?: string;
  /** Only usage through this access key; beside dimension `user` with an id, or without a dimension. */
  readonly accessKeyId?: string;
  /** Only usage for this user; beside dimension `access_key` with an id, or without a dimension. */
  readonly userId?: string;
}

/** The usage for one user through one access key. */
export interface Pair {
  readonly accessKeyId: string;
  readonly userId: string;
}

/** The subject of an answer. */
export interface Subject {
  readonly dimension: Dimension;
  readonly id?: string;
  /**
   * Restricts the dimension value to usage that also matches the other one. Read from records, because no statistics
   * are kept.
   */
  readonly pair?: Pair;
}

/** The request is about usage that the caller may not see. */
export class NotVisibleError extends Error {
  override name = 'NotVisibleError';

  constructor() {
    super('You may see only your own usage: dimension user, with your own id or without an id.');
  }
}

/**
 * The only place that decides which usage a caller may see: every request passes it before anything is read. A caller
 * who sees only one user gets that user's usage by default, and nothing that includes others.
 *
 * @throws NotVisibleError
 * @throws RangeError when a dimension is combined with the other one but has no id.
 */
export function visibleSubject(visibility: Visibility, asked: AskedSubject): Subject {
  if (asked.accessKeyId !== undefined || asked.userId !== undefined) return combined(visibility, asked);
  const { dimension, id } = asked;
  if (visibility.kind === 'everything') {
    return { dimension: dimension ?? 'all', ...(id !== undefined && { id }) };
  }
  const { userId } = visibility;
  const open = dimension === undefined && id === undefined;
  if (open || (dimension === 'user' && (id === undefined || id === userId))) {
    return { dimension: 'user', id: userId };
  }
  throw new NotVisibleError();
}

function combined(visibility: Visibility, asked: AskedSubject): Subject {
  const { dimension = 'all', id } = asked;
  if (dimension !== 'all' && id === undefined)
    throw new RangeError(`Dimension ${dimension} needs an id to be combined with another one.`);
  const own = visibility.kind === 'user' ? visibility.userId : undefined;
  const accessKeyId = dimension === 'access_key' ? id : asked.accessKeyId;
  const userId = (dimension === 'user' ? id : asked.userId) ?? own;
  if (own !== undefined && userId !== own) throw new NotVisibleError();
  if (accessKeyId === undefined) return { dimension: 'user', id: userId as string };
  if (userId === undefined) return { dimension: 'access_key', id: accessKeyId };
  const pair = { accessKeyId, userId };
  return dimension === 'access_key'
    ? { dimension, id: accessKeyId, pair }
    : { dimension: 'user', id: userId, pair };
}
