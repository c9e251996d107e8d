import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** Resident memory at one moment: of the emulator, and of the processes of each function. */
export interface MemorySample {
  readonly atMs: number;
  readonly emulatorBytes: number;
  /** The largest process of each function, by the function's name. */
  readonly functions: ReadonlyMap<string, number>;
}

const INTERVAL_MS = 5000;

/**
 * Samples memory every five seconds while an action lasts. Only Linux shows it this way. @throws Error if no function was seen: then
 * nothing would be compared
 */
export async function watchMemory<T>(
  emulatorPid: number,
  action: () => Promise<T>,
): Promise<{ readonly result: T; readonly samples: readonly MemorySample[] }> {
  const stop = new AbortController();
  const watching = sampleUntil(emulatorPid, stop.signal);
  // Awaited after the action, whose own failure says more.
  watching.catch(() => undefined);
  const result = await action().finally(() => stop.abort());
  const samples = await watching;
  if (samples.every(({ functions }) => functions.size === 0))
    throw new Error('No process of a function was seen among those of the emulator.');
  return { result, samples };
}

async function sampleUntil(emulatorPid: number, signal: AbortSignal): Promise<readonly MemorySample[]> {
  const samples: MemorySample[] = [];
  while (!signal.aborted) {
    samples.push(await sample(emulatorPid));
    await delay(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
  return samples;
}

async function sample(emulatorPid: number): Promise<MemorySample> {
  const functions = new Map<string, number>();
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const found = await readWorker(pid, emulatorPid).catch(() => undefined);
    if (found) functions.set(found.name, Math.max(found.bytes, functions.get(found.name) ?? 0));
  }
  return { atMs: Date.now(), emulatorBytes: residentBytes(await statusOf(String(emulatorPid))), functions };
}

/** A process in which the emulator runs a function. Rejects when it is gone. */
async function readWorker(pid: string, emulatorPid: number) {
  const status = await statusOf(pid);
  if (Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]) !== emulatorPid) return undefined;
  // The emulator unpacks the code of each function into a folder with its name.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
  const name = /ministack-lambda-(.+)-[^-/]+\//.exec(command)?.[1];
  return name === undefined ? undefined : { name, bytes: residentBytes(status) };
}

const statusOf = (pid: string) => readFile(`/proc/${pid}/status`, 'utf8');

function residentBytes(status: string): number {
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
