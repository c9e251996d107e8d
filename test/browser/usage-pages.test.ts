import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createQueryClient, formatUsd, nanoDollars, type QueryClient } from '@token-ledger/client/query';
import type { Browser, Download, Page } from 'playwright-core';
import { deployedProduct } from '../integration/support/deployed-product.ts';
import { useProductBesideOthers } from '../integration/support/turns.ts';
import { launchChromium } from './support/chromium.ts';
import { openConsole, signInAs, signInByKey } from './support/console.ts';

// Chromium may have to be installed.
useProductBesideOthers('browser-usage-pages');

/** Two days of the past that no other test reports for. */
const DAY_MS = 86_400_000;
const DAY = Math.floor(Date.now() / DAY_MS) * DAY_MS - 24 * DAY_MS;
const iso = (ms: number) => new Date(ms).toISOString();
const FROM = iso(DAY);
const TO = iso(DAY + 2 * DAY_MS);
const RANGE = `from=${FROM}&to=${TO}`;
const FEATURE = 'usage-pages';

/** Ada calls on both days, Ben on the second, one call names no user. */
const CALLS = [
  { userId: 'u_pages_ada', day: 0, model: 'claude-opus-5-5', output: 4000 },
  { userId: 'u_pages_ada', day: 1, model: 'claude-haiku-5-5', output: 300 },
  { userId: 'u_pages_ben', day: 1, model: 'claude-haiku-5-5', output: 20 },
  { userId: undefined, day: 1, model: 'claude-haiku-5-5', output: 1 },
] as const;

let browser: Browser;
let api: QueryClient;
let page: Page;
let complaints: string[];
let memberUserId: string;

beforeAll(async () => {
  browser = await launchChromium();
  const { apiUrl, accessKey, people } = await deployedProduct();
  memberUserId = String(people.find(({ role }) => role === 'member')?.userId);
  api = createQueryClient({ endpoint: apiUrl, accessKey });
  const own = { userId: memberUserId, day: 0, model: 'claude-haiku-5-5', output: 7 };
  await api.post('/v1/usage', {
    body: {
      records: [...CALLS, own].map(({ userId, day, model, output }, index) => ({
        requestId: `req_usage_pages_${index}`,
        occurredAt: iso(DAY + day * DAY_MS + 60_000 * (index + 1)),
        accessKeyId: 'ak_usage_pages',
        ...(userId !== undefined && { userId }),
        model,
        feature: FEATURE,
        usage: { input_tokens: 100, output_tokens: output },
      })),
    },
  });
  while ((await recorded()).length < CALLS.length + 1) await new Promise((done) => setTimeout(done, 500));
  ({ page, complaints } = await openConsole(
    browser,
    `#/explore?${RANGE}&feature=${FEATURE}&by=user&period=day`,
  ));
  await signInByKey(page, accessKey);
});
afterAll(() => browser.close());
afterEach(() => {
  expect(complaints).toEqual([]);
});

const recorded = async () =>
  (await api.get('/v1/records', { query: { from: FROM, to: TO, features: [FEATURE] } })).records;

/** Independent of statistics: the sum of single records. */
async function spendOf(isWanted: (record: Awaited<ReturnType<typeof recorded>>[number]) => boolean) {
  const records = (await recorded()).filter(isWanted);
  return records.reduce((sum, { cost }) => sum + nanoDollars(cost.usd), 0n);
}

async function show(hash: string): Promise<void> {
  const { apiUrl } = await deployedProduct();
  await page.goto(`${apiUrl}/#${hash}`);
}

async function linesOf(saving: Promise<Download>): Promise<readonly string[][]> {
  const text = await readFile(await (await saving).path(), 'utf8');
  return text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
}

describe('exploring usage', () => {
  it('divides a measure by user, day by day, to the nano-dollar of the records', async () => {
    await page.getByRole('heading', { name: 'Spend by user' }).waitFor();
    await page.getByText('Show the figures as a table').click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).first().click();
    const [header = [], ...rows] = await linesOf(saving);
    expect(header.slice(0, 2)).toEqual(['Period', 'u_pages_ada']);
    const table = new Map(
      rows.flatMap(([start = '', ...values]) =>
        values.map((value, index) => [`${start} ${header[index + 1]}`, value] as const),
      ),
    );
    const onDay = (at: string, start: string) => at.slice(0, 10) === start.slice(0, 10);
    for (const start of [FROM, iso(DAY + DAY_MS)])
      for (const [title, userId] of [
        ['u_pages_ada', 'u_pages_ada'],
        ['u_pages_ben', 'u_pages_ben'],
        ['Without a user', undefined],
      ] as const)
        expect({ start, title, usd: table.get(`${start} ${title}`) }).toEqual({
          start,
          title,
          usd: formatUsd(
            await spendOf((record) => record.userId === userId && onDay(record.occurredAt, start)),
          ),
        });
    expect(table.get(`${FROM} Total`)).toBe(
      formatUsd(await spendOf(({ occurredAt }) => onDay(occurredAt, FROM))),
    );
  });

  it('changes measure and division by keyboard, in the address', async () => {
    await page.getByRole('button', { name: /^Measure/ }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Failed');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Failed requests by user' }).waitFor();
    expect(page.url()).toContain('measure=errors');
    await page.getByRole('button', { name: /^Divide by/ }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Model');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Failed requests by model' }).waitFor();
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { name: 'Spend by user' }).waitFor();
  });

  it('leads from the bar of a day to its hours, and from a sum to its records', async () => {
    await page.getByRole('application').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'By hour' }).click();
    await page.waitForURL(/period=hour/);
    expect(new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('from')).toBe(FROM);
    await page.goBack();
    const row = page.getByRole('row').filter({ hasText: 'u_pages_ada' }).last();
    await row.getByRole('link', { name: '2', exact: true }).click();
    await page.getByRole('heading', { name: 'Records', level: 1 }).waitFor();
    await page.locator('tbody tr').filter({ hasText: 'claude-opus-5-5' }).waitFor();
    expect(await page.locator('tbody tr').filter({ hasText: 'u_pages_ada' }).count()).toBe(2);
  });

  it('divides usage of one user by model, whatever the address asks for', async () => {
    await show(`/explore?${RANGE}&user=u_pages_ada&by=key&period=nonsense`);
    await page.getByRole('heading', { name: 'Spend by model' }).waitFor();
    await page.getByRole('link', { name: 'claude-opus-5-5' }).click();
    await page.getByRole('heading', { name: 'Spend by feature' }).waitFor();
    expect(page.url()).toMatch(/user=u_pages_ada.*model=claude-opus-5-5/);
  });
});

describe('statistics', () => {
  it('show and save the counters of each user and day, as the API has them', async () => {
    await show(`/statistics?${RANGE}&feature=${FEATURE}&rows=user`);
    await page.getByRole('row').filter({ hasText: 'u_pages_ben' }).waitFor();
    const { rows } = await api.get('/v1/statistics', {
      query: { from: FROM, to: TO, features: [FEATURE], dimension: 'user', period: 'day' },
    });
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const [header, ...lines] = await linesOf(saving);
    expect(header).toEqual([
      'Days in UTC',
      'User',
      'Requests',
      'Spend',
      'Total tokens',
      'Input tokens',
      'Output tokens',
      'Cache reads',
      'Cache writes',
    ]);
    expect(lines).toEqual(
      rows.map(({ from, id, requests, cost, tokens }) =>
        [
          from,
          id,
          requests,
          cost.usd,
          tokens.total,
          tokens.input,
          tokens.output,
          tokens.cacheRead,
          String(
            BigInt(tokens.cacheCreation5m) +
              BigInt(tokens.cacheCreation1h) +
              BigInt(tokens.cacheCreationUnattributed),
          ),
        ].map(
          // Spreadsheets take a lone dash for a formula.
          (value) => (value === '-' ? "'-" : String(value)),
        ),
      ),
    );
    await page.getByRole('row').filter({ hasText: 'Without a user' }).waitFor();
  });

  it('load page after page until all rows are there', async () => {
    await page.route('**/v1/statistics?*', (route) => {
      const url = new URL(route.request().url());
      url.searchParams.set('limit', '2');
      return route.continue({ url: url.toString() });
    });
    await show(`/statistics?${RANGE}&feature=${FEATURE}&rows=user&period=hour`);
    await page.getByText('(2+)').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('(4+)').waitFor();
    await page.getByRole('button', { name: 'Load all rows' }).click();
    await page.getByText('(5)').waitFor();
    await page.unrouteAll();
  });
});

describe('top consumers', () => {
  it('ranks users as the records do, each with its course', async () => {
    await show(`/top-consumers?${RANGE}&feature=${FEATURE}`);
    await page
      .getByRole('img', { name: /^Highest: / })
      .first()
      .waitFor();
    const ids = [...Map.groupBy(await recorded(), ({ userId }) => userId)]
      .map(([userId, own]) => ({
        userId,
        usd: own.reduce((sum, { cost }) => sum + nanoDollars(cost.usd), 0n),
      }))
      .toSorted((a, b) => Number(b.usd - a.usd));
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const [, ...lines] = await linesOf(saving);
    expect(lines.map(([rank, id, usd]) => [rank, id, usd])).toEqual(
      ids.map(({ userId = "'-", usd }, index) => [String(index + 1), userId, formatUsd(usd)]),
    );
    expect(await page.getByRole('img', { name: /^Highest: / }).count()).toBe(ids.length);
  });

  it('leaves out those below a threshold, and refuses what is no number', async () => {
    const threshold = page.getByLabel('Requests at least');
    await threshold.fill('many');
    await page.getByText('Enter a whole number.').waitFor();
    await threshold.fill('2');
    await page.keyboard.press('Enter');
    await page.getByText('1 in all.').waitFor();
    expect(page.url()).toContain('minRequests=2');
    await page
      .getByRole('row', { name: /u_pages_ada/ })
      .getByRole('link')
      .first()
      .click();
    await page.getByRole('heading', { name: 'Spend by model' }).waitFor();
    expect(page.url()).toContain('user=u_pages_ada');
  });

  it('counts all in its title, where the largest of them are shown', async () => {
    const count = new Set((await recorded()).map(({ userId }) => userId)).size;
    await page.route('**/v1/top-consumers?*', (route) => {
      const url = new URL(route.request().url());
      url.searchParams.set('limit', '1');
      return route.continue({ url: url.toString() });
    });
    await show(`/top-consumers?${RANGE}&feature=${FEATURE}&measure=total`);
    await page.getByText(`The first 1 of ${count}.`).waitFor();
    await page.getByText('Usage without a user counts as one of them.').waitFor();
    await page.getByRole('heading', { name: `Users (${count})` }).waitFor();
    await page.unrouteAll();
  });

  it('says what to do when the ledger refuses, and tries again', async () => {
    await page.route('**/v1/top-consumers?*', (route) => route.abort());
    await show(`/top-consumers?${RANGE}&feature=${FEATURE}&by=model`);
    await page.getByText('The ledger cannot be reached.').first().waitFor();
    await page.unrouteAll();
    // The browser's own words.
    for (const complaint of complaints.splice(0)) expect(complaint).toContain('ERR_FAILED');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByRole('link', { name: 'claude-opus-5-5' }).waitFor();
  });
});

describe('the pages about usage', () => {
  it('show a member no usage of others, whatever the address says', async () => {
    const opened = await openConsole(browser, `#/explore?${RANGE}&feature=${FEATURE}&by=user`);
    await signInAs(opened.page, 'member');
    const sum = async (isOwn: boolean) =>
      formatUsd(await spendOf(({ userId }) => !isOwn || userId === memberUserId));
    await opened.page.getByRole('heading', { name: 'Spend by model' }).waitFor();
    const row = opened.page.getByRole('row').filter({ hasText: 'claude-haiku-5-5' });
    // All digits of so small a sum are shown. It is the spend, and the spend per request, of one call.
    await row
      .getByText(`$${await sum(true)}`, { exact: true })
      .first()
      .waitFor();
    expect(await sum(true)).not.toBe(await sum(false));
    const { apiUrl } = await deployedProduct();
    await opened.page.goto(`${apiUrl}/#/statistics?${RANGE}&user=u_pages_ada`);
    await opened.page.getByText('This could not be loaded').waitFor();
    expect(await opened.page.getByText('u_pages_ben').count()).toBe(0);
    expect(opened.complaints.splice(0)).toEqual([expect.stringContaining('403')]);
    await opened.page.context().close();
  });
});
