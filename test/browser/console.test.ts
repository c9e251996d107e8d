import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createQueryClient, formatUsd, nanoDollars, wholeNumber } from '@token-ledger/client/query';
import type { Browser, Page } from 'playwright-core';
import { deployedProduct } from '../integration/support/deployed-product.ts';
import { useProductBesideOthers } from '../integration/support/turns.ts';
import { launchChromium } from './support/chromium.ts';
import { openConsole, pressEscape, signInAs, storedValues } from './support/console.ts';

// Chromium may have to be installed.
useProductBesideOthers('browser-console');

/** Of the past, so that nothing else that is tested adds to it. */
const HOUR = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 20 * 86_400_000).toISOString();
const RANGE = `from=${HOUR}&to=${new Date(Date.parse(HOUR) + 3_600_000).toISOString()}`;
const MODEL = 'claude-haiku-5-5';

/** A page has the name of its folder. */
const ALL_PATHS = readdirSync(join(import.meta.dirname, '../../web/src/pages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `#/${name}`);

let browser: Browser;
let memberUserId: string;
beforeAll(async () => {
  browser = await launchChromium();
  const { apiUrl, accessKey, people } = await deployedProduct();
  memberUserId = String(people.find(({ role }) => role === 'member')?.userId);
  const api = createQueryClient({ endpoint: apiUrl, accessKey });
  await api.post('/v1/usage', {
    body: {
      records: [memberUserId, 'u_console', 'u_console'].map((userId, index) => ({
        requestId: `req_console_${index}`,
        occurredAt: new Date(Date.parse(HOUR) + 60_000 * (index + 1)).toISOString(),
        accessKeyId: 'ak_console',
        userId,
        model: MODEL,
        feature: 'console',
        usage: { input_tokens: 1000 * (index + 1), output_tokens: 10, cache_read_input_tokens: 3000 },
      })),
    },
  });
});
afterAll(() => browser.close());

/** Repeats the figures of the range, as soon as all three calls are counted. */
async function countedRecords() {
  const { apiUrl, accessKey } = await deployedProduct();
  const api = createQueryClient({ endpoint: apiUrl, accessKey });
  for (;;) {
    const query = { accessKeyId: 'ak_console', from: HOUR };
    const { records } = await api.get('/v1/records', { query });
    if (records.length === 3) return records;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

interface HasHash {
  readonly hash: string;
}

/** The pages that the navigation leads to. */
async function pagePaths(page: Page): Promise<readonly string[]> {
  const links = page.getByRole('navigation').locator('a[href^="#/"]');
  const hrefs = await links.evaluateAll((all) => all.map((link) => (link as unknown as HasHash).hash));
  return [...new Set(hrefs)].filter((href) => href !== '#/');
}

/** The exact figure behind a short one. */
async function figureOf(page: Page, label: string): Promise<string> {
  const value = page.locator('dt', { hasText: new RegExp(`^${label}$`) }).locator('+ dd');
  await value.waitFor();
  const figure = value.locator('span[data-exact]').first();
  return (await figure.count()) > 0
    ? String(await figure.getAttribute('data-exact'))
    : String(await value.locator('span').first().textContent());
}

describe.each(['admin', 'viewer', 'member'] as const)('the console for a person who is %s', (role) => {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    ({ page, complaints } = await openConsole(browser, `#/overview?${RANGE}&key=ak_console`));
  });
  afterAll(() => page.context().close());
  afterEach(() => {
    expect(complaints).toEqual([]);
  });

  it('returns after the sign-in to the page that was asked for, and stores no token', async () => {
    await signInAs(page, role);
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    expect(new URL(page.url()).hash).toMatch(/^#\/overview\?.*key=ak_console/);
    expect(new URL(page.url()).search).toBe('');
    expect(await storedValues(page)).toEqual([[], [], '']);
  });

  it('shows the sums of the records, of no one else for a member', async () => {
    const records = (await countedRecords()).filter(
      ({ userId }) => role !== 'member' || userId === memberUserId,
    );
    expect(records).toHaveLength(role === 'member' ? 1 : 3);
    const usd = records.reduce((sum, { cost }) => sum + nanoDollars(cost.usd), 0n);
    const tokens = records.reduce((sum, { tokens: { total } }) => sum + wholeNumber(total), 0n);
    expect((await figureOf(page, 'Spend')).replace(/^\$/, '')).toBe(formatUsd(usd));
    expect((await figureOf(page, 'Tokens')).replaceAll(',', '')).toBe(String(tokens));
    expect(await figureOf(page, 'Requests')).toBe(String(records.length));
  });

  it('leads from a figure to the records behind it, and to each of their counters', async () => {
    await page.getByRole('link', { name: 'Show the records' }).click();
    await page.getByRole('heading', { name: 'Records', level: 1 }).waitFor();
    expect(page.url()).toContain('key=ak_console');
    const rows = page.locator('tbody tr').filter({ hasText: MODEL });
    await rows.first().waitFor();
    expect(await rows.count()).toBe(role === 'member' ? 1 : 3);
    await rows.last().getByRole('link').first().click();
    const details = page.getByRole('dialog').filter({ hasText: 'req_console_0' });
    await details.getByRole('row', { name: /^Cache read 3,000$/ }).waitFor();
    await details.getByRole('row', { name: /^Cache read 3,000 \$\S+ per million \$0\.0/ }).waitFor();
    await pressEscape(page);
    await page.goBack();
    await page.goBack();
    await page.getByRole('dialog').filter({ hasText: 'req_console_0' }).waitFor({ state: 'hidden' });
  });

  if (role === 'member') {
    it('gets nothing of anybody else by editing addresses, and sees no page of others', async () => {
      const answers: Promise<string>[] = [];
      page.on('response', (response) => {
        if (response.ok() && response.url().includes('/v1/')) answers.push(response.text().catch(() => ''));
      });
      for (const hash of [
        `#/overview?${RANGE}&user=u_console`,
        `#/records?${RANGE}&user=u_console`,
        `#/records?${RANGE}&request=req_console_1`,
        `#/records?${RANGE}&record=req_console_2&of=ak_console`,
      ]) {
        const answered = page.waitForResponse((response) => response.url().includes('/v1/'));
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await answered;
        await page.locator('output, [class*=status-loading]').first().waitFor({ state: 'detached' });
      }
      await page.getByText('There is no such record').waitFor();
      await pressEscape(page);
      const all = (await Promise.all(answers)).join('\n');
      expect(all).toContain('req_console_0');
      expect(all).not.toMatch(/"u_console|req_console_[12]/);
      // The browser's own word about what was refused, or is not there.
      for (const complaint of complaints.splice(0)) expect(complaint).toMatch(/status of 40[34]/);
      const own = await pagePaths(page);
      expect(own).toEqual(expect.arrayContaining(['#/overview', '#/records']));
      for (const path of ALL_PATHS.filter((each) => !own.includes(each))) {
        await page.evaluate(`location.hash = ${JSON.stringify(path)}`);
        await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
      }
    });
  }
});

describe('a session of the console', () => {
  let page: Page;
  let complaints: string[];
  /** What was asked of the issuer: `refresh_token`, `revoke`, … */
  const asked: string[] = [];
  beforeAll(async () => {
    ({ page, complaints } = await openConsole(browser, `#/records?${RANGE}`));
    await page.clock.install();
    page.on('request', (request) => {
      const [, endpoint] = /\/oauth2\/(token|revoke)$/.exec(request.url()) ?? [];
      const grant = new URLSearchParams(request.postData() ?? '').get('grant_type');
      if (endpoint !== undefined) asked.push(grant ?? endpoint);
    });
    await signInAs(page, 'viewer');
  });
  afterAll(() => page.context().close());

  it('is renewed before its tokens expire', async () => {
    expect(asked.splice(0)).toEqual(['authorization_code']);
    await countedRecords();
    const renewed = page.waitForResponse((response) => response.url().endsWith('/oauth2/token'));
    await page.clock.fastForward('59:30');
    const { id_token: token } = (await (await renewed).json()) as { readonly id_token: string };
    expect(asked.splice(0)).toEqual(['refresh_token']);
    // With the new token the reader is who they were.
    const { apiUrl } = await deployedProduct();
    const renewedApi = createQueryClient({ endpoint: apiUrl, accessToken: () => token });
    expect((await renewedApi.get('/v1/me')).role).toBe('viewer');
    const answered = page.waitForResponse((response) => response.url().includes('/v1/records'));
    await page.getByRole('button', { name: 'Refresh' }).click();
    expect((await answered).status()).toBe(200);
    await page.locator('tbody tr').filter({ hasText: MODEL }).first().waitFor();
    expect(await storedValues(page)).toEqual([[], [], '']);
    expect(complaints).toEqual([]);
  });

  it('ends where the issuer no longer renews it, says so, and keeps the address', async () => {
    await page.route('**/oauth2/token', (route) =>
      route.fulfill({ status: 400, json: { error: 'invalid_grant' } }),
    );
    const { hash } = new URL(page.url());
    await page.clock.fastForward('02:00:00');
    // The page may ask by itself when it has not for so long. Then nothing is left to refresh.
    const refresh = page.getByRole('button', { name: 'Refresh' });
    const signIn = page.getByRole('button', { name: 'Sign in', exact: true });
    await refresh.or(signIn).first().waitFor();
    await refresh.click({ timeout: 5000 }).catch(() => undefined);
    await signIn.waitFor();
    await page.getByText('Your sign-in is over.').waitFor();
    expect(new URL(page.url()).hash).toBe(hash);
    await page.unroute('**/oauth2/token');
    complaints.splice(0);
  });

  it('ends with the session of the issuer when the reader signs out', async () => {
    const { email } = await signInAs(page, 'viewer');
    asked.splice(0);
    await page.getByRole('heading', { name: 'Records', level: 1 }).waitFor();
    await page.getByRole('button', { name: email }).click();
    const left = page.waitForRequest((request) => /\/logout\?client_id=/.test(request.url()));
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    expect(new URL((await left).url()).searchParams.get('logout_uri')).toMatch(/\/$/);
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    expect(asked).toEqual(['revoke']);
    expect(await storedValues(page)).toEqual([[], [], '']);
  });
});

describe('the console without a sign-in', () => {
  it('takes an access key, says why another is refused, and forgets it with the page, but not the language', async () => {
    const { page, complaints } = await openConsole(browser, '#/records');
    await page.getByText('Use an access key instead').click();
    await page.locator('input[type=password]').fill('tl_ak_unknown_0123');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('The ledger does not know these credentials.').waitFor();
    // The browser's own word about the answer.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('401')]);
    const { accessKey } = await deployedProduct();
    await page.getByText('Use an access key instead').click();
    await page.locator('input[type=password]').fill(accessKey);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Records', level: 1 }).waitFor();
    expect(await storedValues(page)).toEqual([[], [], '']);
    await page.getByRole('button', { name: 'Settings' }).first().click();
    await page.getByRole('menuitemcheckbox', { name: '简体中文' }).click();
    await page.getByRole('heading', { name: '记录', level: 1 }).waitFor();
    expect(await storedValues(page)).toEqual([[], [], '']);
    await page.reload();
    await page.getByRole('button', { name: '登录', exact: true }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
