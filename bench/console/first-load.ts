import type { CDPSession } from 'playwright-core';
import type { ServedConsole } from '../../test/browser/support/served-console.ts';

const SLOWER = 4;
/** Whole tasks of a thread, and when a navigation began and its largest element was painted. */
const CATEGORIES = ['disabled-by-default-devtools.timeline', 'loading', 'blink.user_timing'];

/** An event of Chromium's trace, in microseconds; `tdur` is the time of the processor that it took. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly data?: { readonly navigationId?: string } };
}

type Served = Pick<ServedConsole, 'start' | 'url'>;

/** What the browser loads and when it has painted the overview, from the return of the sign-in, with nothing in its cache. */
export async function firstLoad(served: Served) {
  const { page, files, enter } = await atSignIn(served);
  await enter();
  const paintMs = await page.evaluate<number>(
    `new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
      .observe({ type: 'largest-contentful-paint', buffered: true }))`,
  );
  await page.context().close();
  const sizes = [...files.values()];
  return { files: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0), paintMs };
}

/** How long the thread of the page is busy until that paint. A load of its own: a trace takes time of the same thread. */
export async function firstLoadBusyMs(served: Served): Promise<number> {
  const { page, session, enter } = await atSignIn(served);
  const endTrace = await startTrace(session);
  await enter();
  const busyMs = busyMsUntilPaint(await endTrace());
  await page.context().close();
  return busyMs;
}

/** A page of the issuer, whose link leads to the overview. Nothing looks into the page until its figures are painted. */
async function atSignIn({ start, url }: Served) {
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
  const enter = async () => {
    // Budgets are asked for by what follows the figures. Looks at the page would run in its thread: an eighth of its time until then.
    await Promise.all([page.waitForRequest(`${url}/v1/budgets`), link.click()]);
    await walk.settle();
  };
  return { page, session, files, enter };
}

async function startTrace(session: CDPSession): Promise<() => Promise<readonly TraceEvent[]>> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES },
  });
  return async () => {
    const complete = new Promise<void>((resolve) => {
      session.once('Tracing.tracingComplete', () => resolve());
    });
    await session.send('Tracing.end');
    await complete;
    return events;
  };
}

/** How long the thread of the page is busy until then, the brake of the browser included: other work hardly makes it longer. */
function busyMsUntilPaint(events: readonly TraceEvent[]): number {
  const paint = events.findLast(({ name }) => name === 'largestContentfulPaint::Candidate');
  // Every image that is SVG is a navigation of its own.
  const navigation = events.find(
    ({ name, args }) =>
      name === 'navigationStart' && args.data?.navigationId === paint?.args.data?.navigationId,
  );
  if (!paint || !navigation) throw new Error('The trace has no navigation with a paint.');
  // A task under way when the frame appears draws what follows.
  const ofPage = events.filter(
    ({ name, pid, tid, ts, dur = 0 }) =>
      name === 'RunTask' &&
      pid === paint.pid &&
      tid === paint.tid &&
      ts >= navigation.ts &&
      ts + dur <= paint.ts,
  );
  return ofPage.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
}
