import type { Visibility } from '../access/visibility.ts';
import type { Dimension } from '../ledger/ledger-store.ts';

/** Whose usage a question is about. Without a dimension: of all that the caller may see. */
export interface AskedSubject {
  readonly dimension?: Dimension;
  /** One value of the dimension; all of them when absent. */
  readonly id?: string;
  /** Only what went through this access key; beside dimension `user` with an id, or without a dimension. */
  readonly accessKeyId?: string;
  /** Only what was for this user; beside dimension `access_key` with an id, or without a dimension. */
  readonly userId?: string;
}

/** A user and an access key: what was for the one and went through the other. */
export interface Pair {
  readonly accessKeyId: string;
  readonly userId: string;
}

/** Whose usage an answer tells. */
export interface Subject {
  readonly dimension: Dimension;
  readonly id?: string;
  /** Of the dimension value only what is of the other one too. Statistics are not kept of it, so it is read from records. */
  readonly pair?: Pair;
}

/** The question was about usage that the caller may not see. */
export class NotVisibleError extends Error {
  override name = 'NotVisibleError';

  constructor() {
    super('Only the own usage may be asked for: dimension user, with the own id or without any.');
  }
}

/**
 * The one place where it is decided what a caller may see: every question passes it before anything is read for it. Who
 * sees only one user gets that user's usage whenever the question leaves it open, and nothing that sums up others too.
 *
 * @throws NotVisibleError
 * @throws RangeError when a dimension that is combined with the other one is not told with an id.
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
    throw new RangeError(`One value of dimension ${dimension} has to be told to be combined with another.`);
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
