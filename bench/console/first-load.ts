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
  await walk.settle();
  const paintMs = await page.evaluate<number>(
    `new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
      .observe({ type: 'largest-contentful-paint', buffered: true }))`,
  );
  await page.context().close();
  const sizes = [...files.values()];
  return { files: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0), paintMs };
}
