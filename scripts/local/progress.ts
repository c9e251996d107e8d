/** Called with one line for every step of a start that is done. */
export type Progress = (line: string) => void;

/** Runs a step and reports it with its result and duration: `✓ Stack deployed                 4.2 s`. */
export async function step<T>(
  progress: Progress,
  name: string,
  action: () => Promise<T>,
  describe: (result: T) => string = () => '',
): Promise<T> {
  const startedAtMs = performance.now();
  const result = await action();
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  progress(`✓ ${name.padEnd(26)} ${seconds.padStart(5)} s  ${describe(result)}`.trimEnd());
  return result;
}
