import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { NOON } from '../../support/records.ts';
import { PATIENCE_MS } from '../../support/wait-for.ts';

/** A console in a browser, with all that it asked, was answered, showed and stored. */
export interface Walk {
  readonly page: Page;
  /** The bodies of the API's answers since the last look. */
  readonly answers: () => Promise<string>;
  /** Every address that was asked for. */
  readonly addresses: readonly string[];
  /** `METHOD /path` of each request of the API that was not answered by success. */
  readonly refusals: string[];
  /** What the browser complained about, but its own word about a refused request. */
  readonly complaints: readonly string[];
  /** Goes to an address of the console, and waits until nothing is asked or awaited any more. Returns after how many milliseconds. */
  readonly open: (hash: string) => Promise<number>;
  readonly settle: () => Promise<number>;
}

/** Quiet for so many looks in a row: rendering may ask for more. */
const QUIET_LOOKS = 4;
const LOOK_MS = 25;

/** Opens the console at noon, where the ledger under it is. */
export async function startWalk(browser: Browser, url: string, isBusy: () => boolean): Promise<Walk> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(AT_NOON);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const pending: Promise<string>[] = [];
  const addresses: string[] = [];
  const refusals: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('response', (response) => {
    if (!response.url().includes('/v1/')) return;
    const asked = `${response.request().method()} ${new URL(response.url()).pathname}`;
    if (!response.ok()) refusals.push(asked);
    // An answer that a page no longer waits for has no body.
    pending.push(response.text().catch(() => ''));
  });
  page.on('console', (message) => {
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !isRefusal) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  const settle = async () => {
    const startedAtMs = performance.now();
    await page.locator('h1').first().waitFor();
    let quietAtMs = startedAtMs;
    for (let quiet = 0; quiet < QUIET_LOOKS; ) {
      await sleep(LOOK_MS);
      const isWaiting = isBusy() || (await page.evaluate<boolean>(HAS_PLACEHOLDER));
      if (isWaiting) quietAtMs = performance.now();
      quiet = isWaiting ? 0 : quiet + 1;
    }
    return quietAtMs - startedAtMs;
  };
  await page.goto(`${url}/`);
  return {
    page,
    answers: async () => (await Promise.all(pending.splice(0))).join('\n'),
    addresses,
    refusals,
    complaints,
    settle,
    open: async (hash) => {
      await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
      return settle();
    },
  };
}

/** Playwright's clock would stand between the page and every timer and frame: a tenth of what the page computes at first. */
const AT_NOON = `Date = new Proxy(Date, {
  construct: (Real, given, target) => Reflect.construct(Real, given.length === 0 ? [${NOON}] : given, target),
  get: (Real, name) => (name === 'now' ? () => ${NOON} : Reflect.get(Real, name)),
});`;

const HAS_PLACEHOLDER = `document.querySelector('output, [class*=awsui_root][class*=spinner], [class*=status-loading]') !== null`;

export async function signInAtStandIn({ page, settle }: Walk, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await page.locator('#header').waitFor();
  await settle();
}

/** What a reader sees, and what is in the page beside it. */
export async function shownIn(page: Page): Promise<string> {
  return page.evaluate<string>(`document.documentElement.outerHTML + document.body.innerText`);
}
