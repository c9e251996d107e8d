import { ProblemError } from '../shared/http/problem-error.ts';

export function changedMeanwhile(): ProblemError {
  return new ProblemError('changed_meanwhile', {
    detail: 'Others changed the same thing at the same time. Look at it, and try again.',
  });
}
