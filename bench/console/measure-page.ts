import { setTimeout as sleep } from 'node:timers/promises';
import type { Walk } from '../../test/browser/support/walk.ts';

const PATIENCE_MS = 60_000;
const LOOK_MS = 10;

/** Opens a page in a console that is open, and waits until nothing is awaited and no placeholder is left, at most a minute. */
export async function measurePage(walk: Walk, cpu: () => number, hash: string, title: string) {
  await walk.answers();
  const [cpuBefore, startedAtMs] = [cpu(), performance.now()];
  await walk.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await titled(walk, title);
  const shownAfterMs = performance.now() - startedAtMs;
  const settled = await Promise.race([walk.settle(), sleep(PATIENCE_MS, Infinity, { ref: false })]);
  const ms = shownAfterMs + settled;
  const serverMs = (cpu() - cpuBefore) / 1000;
  const session = await walk.page.context().newCDPSession(walk.page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const answerBytes = Buffer.byteLength(await walk.answers());
  return { ms, serverMs, answerBytes, heapMb: usedSize / 1e6 };
}

/** Playwright's own locators look less and less often, in the end twice a second. */
async function titled({ page }: Walk, title: string): Promise<void> {
  const isThere = `document.querySelector('h1')?.textContent?.startsWith(${JSON.stringify(title)})`;
  while (!(await page.evaluate<boolean>(isThere))) await sleep(LOOK_MS);
}
