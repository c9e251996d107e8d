/**
 * Runs one atomic operation of an in-memory store: `effect` applies it at the moment of the call and returns the
 * answer. A test can pass its own step to let other operations go first, refuse the operation, or lose its answer.
 */
export type Step = <T>(operation: string, effect: () => T) => Promise<T>;

export const runAtOnce: Step = async (_operation, effect) => effect();
