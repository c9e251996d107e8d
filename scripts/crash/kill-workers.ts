import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { workersOf } from './worker-processes.ts';

export interface KillOptions {
  readonly emulatorPid: number;
  readonly functionNames: readonly string[];
  readonly random: Random;
  /** The average time between two kills. */
  readonly intervalMs: number;
  /** The most kills; after them, the functions run undisturbed. */
  readonly limit: number;
}

export interface Killing {
  /** How many processes of each function have been killed so far. */
  readonly kills: ReadonlyMap<string, number>;
  /** Stops killing. */
  stop(): Promise<void>;
}

/** Kills a process of one of the functions at random moments, until stopped. One at a time, so that the others make progress. */
export function killWorkers({ emulatorPid, functionNames, random, intervalMs, limit }: KillOptions): Killing {
  const kills = new Map(functionNames.map((name) => [name, 0]));
  const stop = new AbortController();
  const attacks = (async () => {
    for (let turn = 0; turn < limit; turn += 1) {
      await delay(random.next() * 2 * intervalMs, undefined, { signal: stop.signal });
      const name = functionNames[turn % functionNames.length] ?? '';
      const workers = await workersOf(emulatorPid, name);
      const victim = workers[Math.floor(random.next() * workers.length)];
      if (victim !== undefined && kill(victim)) kills.set(name, (kills.get(name) ?? 0) + 1);
    }
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return {
    kills,
    stop: () => {
      stop.abort();
      return attacks;
    },
  };
}

/** Returns whether the process still existed. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
