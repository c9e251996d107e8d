import type { Visibility } from '../access/visibility.ts';
import type { Dimension } from '../ports/ledger-store.ts';

/** Whose usage a question is about. Without a dimension: of all that the caller may see. */
export interface AskedSubject {
  readonly dimension?: Dimension;
  /** One value of the dimension; all of them when absent. */
  readonly id?: string;
}

/** Whose usage an answer tells. */
export interface Subject extends AskedSubject {
  readonly dimension: Dimension;
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
 */
export function visibleSubject(visibility: Visibility, { dimension, id }: AskedSubject): Subject {
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
