import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Run, RunResult } from './run-schedules.ts';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Runs schedules in a process of its own, on the sources as they are or on a mutant of them. One run at a time. */
export class Checker {
  readonly #process: ChildProcess;

  constructor(mutant?: string) {
    this.#process = fork(WORKER, mutant === undefined ? [] : [mutant], { execArgv: [] });
  }

  /** Rejects when the process ends before it answers, as when a patch of the mutant does not fit. */
  async run(run: Run): Promise<RunResult> {
    this.#process.send(run);
    const gone = new AbortController();
    const answer = await Promise.race([
      once(this.#process, 'message', gone).then(([result]) => result as RunResult),
      once(this.#process, 'exit', gone).then(([code]) => {
        throw new Error(`The process that runs the schedules ended with code ${code}.`);
      }),
    ]).finally(() => gone.abort());
    return answer;
  }

  stop(): void {
    this.#process.kill();
  }
}
