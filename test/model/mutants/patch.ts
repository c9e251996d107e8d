import type { WorkloadName } from '../run-schedules.ts';

export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Mutant {
  readonly name: string;
  readonly patches: readonly Patch[];
  readonly workload: WorkloadName;
  /** The seed to begin with, 1 if absent: rare ones are looked for where they are known to be. */
  readonly first?: number;
  /** It has to be caught within so many schedules. */
  readonly within: number;
}

/** A design that looks wrong, and is not: no schedule shows a difference. */
export type EquivalentMutant = Pick<Mutant, 'name' | 'patches' | 'workload'>;
