/** Called with one line for every step of a start that is done, and for one that takes long. */
export type Progress = (line: string) => void;

const WAITING_MS = 15_000;

/**
 * Runs a step and reports it with its result and duration: `✓ Stack deployed                 4.2 s`. While it runs, it
 * reports every 15 seconds that it is not done yet.
 */
export async function step<T>(
  progress: Progress,
  name: string,
  action: () => Promise<T>,
  describe: (result: T) => string = () => '',
): Promise<T> {
  const startedAtMs = performance.now();
  const waiting = setInterval(() => {
    const waited = Math.round((performance.now() - startedAtMs) / 1000);
    progress(`… ${name.padEnd(26)} ${String(waited).padStart(5)} s  under way`);
  }, WAITING_MS);
  const result = await action().finally(() => clearInterval(waiting));
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  progress(`✓ ${name.padEnd(26)} ${seconds.padStart(5)} s  ${describe(result)}`.trimEnd());
  return result;
}
