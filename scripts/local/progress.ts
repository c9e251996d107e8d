/** Called with one line for every step of a start that is done, and for one that takes long. */
export type Progress = (line: string) => void;

const WAITING_MS = 15_000;

/**
 * Runs a step and reports it with its result and duration: `✓ Stack deployed                 4.2 s`. While it runs, it
 * reports every 15 seconds how far it is.
 */
export async function step<T>(
  progress: Progress,
  name: string,
  action: () => Promise<T>,
  describe: (result: T) => string = () => '',
  howFar: () => Promise<string> | string = () => 'under way',
): Promise<T> {
  const startedAtMs = performance.now();
  let running = true;
  const report = async () => {
    // How far it is need not be known to say that it runs.
    const far = await Promise.resolve(howFar()).catch(() => 'under way');
    const waited = Math.round((performance.now() - startedAtMs) / 1000);
    if (running) progress(`… ${name.padEnd(26)} ${String(waited).padStart(5)} s  ${far}`);
  };
  const waiting = setInterval(() => void report(), WAITING_MS);
  const result = await action().finally(() => {
    running = false;
    clearInterval(waiting);
  });
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  progress(`✓ ${name.padEnd(26)} ${seconds.padStart(5)} s  ${describe(result)}`.trimEnd());
  return result;
}

/** How far a step is: `1,250 of 5,021`. */
export function nOfM(n: number, m: number): string {
  return `${n.toLocaleString('en-US')} of ${m.toLocaleString('en-US')}`;
}
