import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';

/**
 * What this process holds: bytes of objects and buffers that can still be reached. Needs `--expose-gc`. The spaces of code do not count:
 * they also have byte code, which V8 forgets after a while, and compiles again.
 */
export async function heldMemory(): Promise<number> {
  globalThis.gc?.();
  // What finalizers of the first collection let go, which run in the next turn, the second one frees.
  await nextTurn();
  globalThis.gc?.();
  return getHeapSpaceStatistics()
    .filter(({ space_name: space }) => !/^(code|trusted)_/.test(space))
    .reduce((sum, { space_used_size: bytes }) => sum + bytes, process.memoryUsage().external);
}
