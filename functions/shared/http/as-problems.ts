import {
  FrozenPartialHourError,
  NotVisibleError,
  RecordsNotKeptError,
  TooManyRecordsError,
} from '@token-ledger/core';
import { ProblemError } from './problem-error.ts';
import { invalidParameter } from './read-parameters.ts';

/** Waits for an answer of the domain, and turns its errors into problems of the API. */
export async function asProblems<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof FrozenPartialHourError || error instanceof RecordsNotKeptError)
      throw invalidParameter('/from', error.message);
    if (error instanceof NotVisibleError) throw new ProblemError('not_visible', { detail: error.message });
    if (error instanceof TooManyRecordsError)
      throw new ProblemError('range_too_large', { detail: error.message });
    throw error;
  }
}
