import { Random } from '../../scripts/random.ts';
import { Interleaving, NO_FAULTS } from './interleaving.ts';

/** Replaces random numbers: runs `run` once for every sequence of choices it can make, in order. */
async function forAllChoices(run: (choices: Random) => Promise<void>): Promise<number> {
  const path: { choice: number; readonly bound: number }[] = [];
  let runs = 0;
  while (true) {
    await run(new Path(path));
    runs += 1;
    // The last choice that has another alternative.
    while (path.length > 0 && (path.at(-1)?.choice ?? 0) + 1 === path.at(-1)?.bound) path.pop();
    const last = path.at(-1);
    if (!last) return runs;
    last.choice += 1;
  }
}

/** Runs actors in every order in which their calls can take effect. */
export function inEveryOrder(run: (interleaving: Interleaving) => Promise<void>): Promise<number> {
  return forAllChoices((choices) => run(new Interleaving(choices, 'uniform', NO_FAULTS)));
}

class Path extends Random {
  readonly #path: { choice: number; readonly bound: number }[];
  #position = 0;

  constructor(path: { choice: number; readonly bound: number }[]) {
    super(0);
    this.#path = path;
  }

  override below(bound: number): number {
    const step = (this.#path[this.#position] ??= { choice: 0, bound });
    this.#position += 1;
    if (step.bound !== bound) throw new Error('The run is not determined by its choices.');
    return step.choice;
  }

  override next(): number {
    throw new Error('Only whole choices can be gone through one by one.');
  }
}
