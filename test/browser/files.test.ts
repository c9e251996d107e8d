import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createQueryClient, formatUsd, nanoDollars, wholeNumber } from '@token-ledger/client/query';
import { readXlsx } from 'hucre/xlsx';
import type { Browser, Download, Page } from 'playwright-core';
import { deployedProduct } from '../integration/support/deployed-product.ts';
import { useProductBesideOthers } from '../integration/support/turns.ts';
import { waitFor } from '../support/wait-for.ts';
import { launchChromium } from './support/chromium.ts';
import { endOfMotion, openConsole, pressEscape, seriousViolations, signInAs } from './support/console.ts';

// Chromium may have to be installed.
useProductBesideOthers('browser-files');

const now = new Date();
const THIS_MONTH = Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
/** The console's month is that of the reporting time zone, which is UTC here. */
const LAST_MONTH = {
  from: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString(),
  to: new Date(THIS_MONTH).toISOString(),
};
const REPORT = 'Usage by user, last month';

let browser: Browser;
let memberUserId: string;

async function api() {
  const { apiUrl, accessKey } = await deployedProduct();
  return createQueryClient({ endpoint: apiUrl, accessKey });
}

/** What the ledger itself says about last month. */
async function sumsOf(query: { readonly dimension: 'all' | 'user'; readonly id?: string }) {
  const { rows } = await (await api()).get('/v1/statistics', {
    query: { ...query, ...LAST_MONTH, period: 'day' },
  });
  return {
    requests: rows.reduce((sum, { requests }) => sum + wholeNumber(requests), 0n),
    tokens: rows.reduce((sum, { tokens: { total } }) => sum + wholeNumber(total), 0n),
    nano: rows.reduce((sum, { cost: { usd } }) => sum + nanoDollars(usd), 0n),
  };
}

beforeAll(async () => {
  browser = await launchChromium();
  const { people } = await deployedProduct();
  memberUserId = String(people.find(({ role }) => role === 'member')?.userId);
  const at = THIS_MONTH - 3_600_000;
  const records = [memberUserId, 'u_files', 'u_files'].map((userId, index) => ({
    requestId: `req_files_${index}`,
    occurredAt: new Date(at + 60_000 * index).toISOString(),
    accessKeyId: 'ak_files',
    userId,
    model: 'claude-haiku-5-5',
    usage: { input_tokens: 1000 * (index + 1), output_tokens: 10 },
  }));
  await (await api()).post('/v1/usage', { body: { records } });
  await waitFor('the calls to be counted', async () => {
    const query = { accessKeyId: 'ak_files', from: LAST_MONTH.from, to: LAST_MONTH.to };
    const { records: found } = await (await api()).get('/v1/records', { query });
    return found.length === 3 ? true : undefined;
  });
});
afterAll(() => browser.close());

/** Presses Tab until an element with this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(
      `(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()`,
    );
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never reaches ${name}.`);
}

async function contentOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

/** The exact figure behind a short one in a dialog. */
async function figureIn(page: Page, label: string): Promise<string> {
  const value = page.getByRole('dialog').locator('dt', { hasText: label }).locator('+ dd').first();
  await value.waitFor();
  const figure = value.locator('[data-exact]').first();
  const text =
    (await figure.count()) > 0 ? await figure.getAttribute('data-exact') : await value.textContent();
  return String(text).replaceAll(/[$,]/g, '');
}

describe('files of the console for an admin', () => {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    ({ page, complaints } = await openConsole(browser, '#/exports'));
    await signInAs(page, 'admin');
  });
  afterAll(() => page.context().close());
  afterEach(() => {
    expect(complaints).toEqual([]);
  });

  it('are those of last month by the keyboard alone, as a spreadsheet with the sums of the ledger', async () => {
    await page.getByRole('heading', { name: 'Exports', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Create an export' }).waitFor();
    await tabTo(page, /^Export \w+ \d{4}$/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Finished').waitFor();
    expect(page.url()).toMatch(/#\/exports\?export=/);
    await tabTo(page, /^Download statistics-.*\.xlsx$/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    const { sheets } = await readXlsx(await contentOf(download));
    const [header = [], ...body] = sheets[0]?.rows ?? [];
    // Below the rows are an empty one and the totals.
    const rows = body.slice(0, -2);
    expect(body.at(-1)?.[header.indexOf('Requests')]).toBe(
      Number((await sumsOf({ dimension: 'all' })).requests),
    );
    const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
    const sum = (name: string) =>
      column(name).reduce((total: bigint, value) => total + BigInt(Number(value)), 0n);
    const expected = await sumsOf({ dimension: 'all' });
    expect(expected.requests).toBeGreaterThanOrEqual(3n);
    expect(sum('Requests')).toBe(expected.requests);
    expect(sum('Total tokens')).toBe(expected.tokens);
    expect(column('User ID')).toContain('u_files');
    expect(await figureIn(page, 'Requests')).toBe(String(expected.requests));
    expect(await figureIn(page, 'Total tokens')).toBe(String(expected.tokens));
    expect(nanoDollars(await figureIn(page, 'Spend'))).toBe(expected.nano);
    expect(await seriousViolations(page)).toEqual([]);
    await pressEscape(page);
  });

  it('have the chosen format, rows and columns, and are deleted after a question', async () => {
    await page.getByRole('button', { name: 'Create an export' }).click();
    const form = page.getByRole('dialog');
    await form.getByText('Statistics', { exact: true }).click();
    await form.getByRole('button', { name: 'Start the export' }).click();
    await form.getByText('Choose statistics, records or both.').waitFor();
    await form.getByText('Statistics', { exact: true }).click();
    await form.getByText('Choose all').click();
    await form.getByRole('button', { name: /Format/ }).click();
    await page.getByRole('option', { name: /^CSV/ }).click();
    expect(await seriousViolations(page)).toEqual([]);
    await form.getByRole('button', { name: 'Start the export' }).click();
    await page.getByRole('dialog').getByText('Finished').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('dialog')
        .getByRole('button', { name: /^Download/ })
        .click(),
    ]);
    const [header = '', ...lines] = (await contentOf(download)).toString('utf8').trimEnd().split('\r\n');
    expect(header).toMatch(/^\uFEFFfrom,to,id,name,model,feature,requests,.*,billedElsewhereRequests$/);
    expect(lines.some((line) => line.includes(',u_files,'))).toBe(true);
    expect(await figureIn(page, 'Rows')).toBe(String(lines.length));
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Delete this export?').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The export was deleted.').waitFor();
  });

  it('come from a saved report, which runs now and on its schedule', async () => {
    await page.getByRole('link', { name: 'Reports', exact: true }).first().click();
    await page.getByRole('button', { name: 'Create a report' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('This is required.').waitFor();
    await dialog.getByLabel('Title').fill(REPORT);
    await dialog.getByLabel('Title').press('Enter');
    await dialog.getByText('No runs yet').waitFor();
    const { reports } = await (await api()).get('/v1/reports');
    expect(reports).toContainEqual(
      expect.objectContaining({
        title: REPORT,
        range: 'last_month',
        schedule: { frequency: 'monthly', dayOfMonth: 2, time: '06:30' },
      }),
    );
    await dialog.getByRole('button', { name: 'Run now' }).click();
    const download = dialog.getByRole('button', { name: /^Download statistics/ });
    await download.waitFor();
    const [file] = await Promise.all([page.waitForEvent('download'), download.click()]);
    expect((await readXlsx(await contentOf(file))).sheets[0]?.rows[0]).toContain('Cost (USD)');
    // A small sum is exact as it is.
    const shown = dialog.locator('tbody tr').first();
    const short = await shown.locator('[data-exact]').all();
    const exact = await Promise.all(short.map((figure) => figure.getAttribute('data-exact')));
    expect([...exact, ...(await shown.locator('td').allTextContents())]).toContain(
      `$${formatUsd((await sumsOf({ dimension: 'all' })).nano)}`,
    );
    expect(await seriousViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText(`Delete ${REPORT}?`).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText(`The report ${REPORT} was deleted.`).waitFor();
  });

  it('are in the audit log, which finds them by operation', async () => {
    await page.goto(page.url().replace(/#.*/, '#/audit?operation=post+%2Fv1%2Freports&outcome=done'));
    const rows = page.locator('tbody tr').filter({ hasText: 'POST /v1/reports' });
    await rows.first().waitFor();
    const from = new Date(Date.now() - 6 * 86_400_000).toISOString();
    const { entries } = await (await api()).get('/v1/audit', { query: { from, limit: 1000 } });
    const expected = entries.filter(
      ({ operation, outcome }) => outcome === 'done' && operation.startsWith('POST /v1/reports'),
    );
    expect(await rows.count()).toBe(expected.length);
    await rows.first().getByRole('link').first().click();
    await page.getByRole('dialog').getByText(String(expected[0]?.requestId)).waitFor();
    await endOfMotion(page);
    expect(await seriousViolations(page)).toEqual([]);
    await pressEscape(page);
  });
});

describe('files of the console for a member', () => {
  it('hold the own usage only, and reports and the audit log are not there', async () => {
    const { page, complaints } = await openConsole(browser, '#/exports');
    await signInAs(page, 'member');
    await page
      .getByRole('button', { name: /^Export \w+ \d{4}$/ })
      .first()
      .click();
    await page.getByRole('dialog').getByText('Finished').waitFor();
    const expected = await sumsOf({ dimension: 'user', id: memberUserId });
    expect(await figureIn(page, 'Requests')).toBe(String(expected.requests));
    expect(nanoDollars(await figureIn(page, 'Spend'))).toBe(expected.nano);
    await pressEscape(page);
    for (const hidden of ['reports', 'audit']) {
      expect(await page.locator(`nav a[href="#/${hidden}"]`).count()).toBe(0);
      await page.evaluate(`location.hash = '#/${hidden}'`);
      await page.getByText('There is no such page').waitFor();
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
