import type { ServedConsole } from '../../test/browser/support/served-console.ts';

const SLOWER = 4;

/** What the browser loads and when it has painted the overview, from the return of the sign-in, with nothing in its cache. */
export async function firstLoad({ start, url }: Pick<ServedConsole, 'start' | 'url'>) {
  const walk = await start();
  const { page } = walk;
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const link = page.getByRole('link', { name: 'admin', exact: true });
  await link.waitFor();

  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  // Not that of other processes.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const files = new Map<string, number>();
  const ofConsole = new Set<string>();
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const { pathname } = new URL(response.url);
    if (response.url.startsWith(url) && !pathname.startsWith('/v1/')) ofConsole.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (ofConsole.has(requestId)) files.set(requestId, encodedDataLength);
  });
  await link.click();
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  const shown = sumOf(files);
  await walk.settle();
  const paintMs = await page.evaluate<number>(
    `new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
      .observe({ type: 'largest-contentful-paint', buffered: true }))`,
  );
  const { metrics } = await session.send('Performance.getMetrics');
  const taskMs = 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  await page.context().close();
  return { shown, all: sumOf(files), paintMs, taskMs };
}

function sumOf(files: ReadonlyMap<string, number>): number {
  return [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}
