/**
 * Runs one atomic operation of an in-memory store: `effect` happens at once when it is called, and returns the answer. A
 * test may put its own in place, to let others go first, to refuse the operation, or to lose its answer.
 */
export type Step = <T>(operation: string, effect: () => T) => Promise<T>;

export const runAtOnce: Step = async (_operation, effect) => effect();
