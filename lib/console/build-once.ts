import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const LOOK_MS = 100;
/** Builds of other sources: those of another branch are soon wanted again. */
const KEPT = 3;

/**
 * The folder in `cache` that `build` fills, once for each key: of several processes the first one builds, and the others wait. One that
 * fails or dies leaves the work to the next.
 *
 * @throws what `build` throws
 */
export function buildOnce(cache: string, key: string, build: (directory: string) => void): string {
  const built = join(cache, key);
  const lock = `${built}.lock`;
  mkdirSync(cache, { recursive: true });
  while (!existsSync(built)) {
    if (takeLock(lock)) {
      try {
        // Somebody may have built it since the look before.
        if (!existsSync(built)) {
          buildAt(built, build);
          removeOld(cache, key);
        }
      } finally {
        rmSync(lock, { force: true });
      }
    } else sleep(LOOK_MS);
  }
  return built;
}

/** What is there under its name is whole. */
function buildAt(built: string, build: (directory: string) => void): void {
  const unfinished = `${built}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  build(unfinished);
  renameSync(unfinished, built);
}

function removeOld(cache: string, key: string): void {
  const others = readdirSync(cache)
    .filter((name) => name !== key && !name.includes('.'))
    .map((name) => ({ path: join(cache, name), builtMs: statSync(join(cache, name)).mtimeMs }))
    .toSorted((a, b) => b.builtMs - a.builtMs);
  for (const { path } of others.slice(KEPT)) rmSync(path, { recursive: true, force: true });
}

function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (holderIsGone(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function holderIsGone(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Empty while its holder is about to write it.
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Without an event loop: the CDK makes a stack synchronously. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
