import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { workersOf } from './worker-processes.ts';

export interface KillOptions {
  readonly emulatorPid: number;
  readonly functionNames: readonly string[];
  readonly random: Random;
  /** On average so long between two kills. */
  readonly intervalMs: number;
  /** So often at most, after which the functions have their peace. */
  readonly limit: number;
}

export interface Killing {
  /** How many processes of each function were killed so far. */
  readonly kills: ReadonlyMap<string, number>;
  /** Kills no more. */
  stop(): Promise<void>;
}

/**
 * At random moments kills a process of one of the functions, whatever it is doing, until told to stop. One at a time, as
 * the others are what makes progress.
 */
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

/** Tells whether the process was still there. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
