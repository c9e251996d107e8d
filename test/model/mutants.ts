import { CORRECTION_MUTANTS } from './mutants/corrections.ts';
import { IDENTITY_MUTANTS } from './mutants/identity.ts';
import { LIST_MUTANTS } from './mutants/lists.ts';
import { RECORDING_MUTANTS } from './mutants/recording.ts';
import { TIME_MUTANTS } from './mutants/time.ts';

/*
 * Wrong designs that look right, as patches of the sources that a worker applies while it loads them. The checker has to
 * catch each of them: that is the test of the checker. A patch whose text is not found exactly once is an error, so the
 * table cannot fall behind the code.
 */

export { EQUIVALENT_MUTANTS } from './mutants/equivalent.ts';
export type { Patch } from './mutants/patch.ts';

export const MUTANTS = [
  ...RECORDING_MUTANTS,
  ...IDENTITY_MUTANTS,
  ...TIME_MUTANTS,
  ...CORRECTION_MUTANTS,
  ...LIST_MUTANTS,
];
