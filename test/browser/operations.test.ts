import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createQueryClient, type QueryClient } from '@token-ledger/client/query';
import type { Browser, Page } from 'playwright-core';
import { deployedProduct } from '../integration/support/deployed-product.ts';
import { useProductBesideOthers } from '../integration/support/turns.ts';
import { launchChromium } from './support/chromium.ts';
import { type OpenedConsole, openConsole, signInByKey } from './support/console.ts';

// Chromium may have to be installed.
useProductBesideOthers('browser-operations');

const HOUR_MS = 3_600_000;
/** Some hours ago, so that the check of quality reads it. */
const HOUR = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 6 * HOUR_MS;
const RANGE = `from=${new Date(HOUR).toISOString()}&to=${new Date(HOUR + HOUR_MS).toISOString()}`;
const NEW_MODEL = 'acme-operations-1';
/** More than one call can have used. */
const TOO_MANY = 900_000_000;

let browser: Browser;
let api: QueryClient;
let opened: OpenedConsole;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
  const { apiUrl, accessKey } = await deployedProduct();
  api = createQueryClient({ endpoint: apiUrl, accessKey });
  await report('req_operations_1', { input_tokens: 1000, output_tokens: 500 });
  await waitFor(async () => (await records()).length === 1);
  await report('req_operations_1', { input_tokens: 1000, output_tokens: 501 });
  await report('req_operations_new', { input_tokens: 70, output_tokens: 7 }, NEW_MODEL);
  // They are refused, and kept among the failed messages.
  for (const index of [1, 2, 3])
    await expect(
      report(`req_operations_big_${index}`, { input_tokens: TOO_MANY + index, output_tokens: 1 }),
    ).rejects.toMatchObject({ code: 'too_many_tokens' });
  opened = await openConsole(browser, '#/failed-messages?place=quarantine');
  page = opened.page;
  await signInByKey(page, accessKey);
});
afterAll(() => browser.close());

function report(
  requestId: string,
  usage: { input_tokens: number; output_tokens: number },
  model = 'claude-haiku-5-5',
) {
  const occurredAt = new Date(HOUR + 60_000).toISOString();
  return api.post('/v1/usage', {
    body: { records: [{ requestId, occurredAt, accessKeyId: 'ak_operations', model, usage }] },
  });
}

async function records() {
  const query = { accessKeyId: 'ak_operations', from: new Date(HOUR).toISOString() };
  return (await api.get('/v1/records', { query })).records;
}

async function waitFor(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 500));
}

async function open(hash: string, title: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
}

const rowOf = (name: string) => page.locator('main tbody tr').filter({ hasText: name });
const dialog = () => page.getByRole('dialog').filter({ visible: true });
const quarantined = async () =>
  (await api.get('/v1/failed-messages', { query: { place: 'quarantine' } })).messages
    .flatMap(({ requestIds = [] }) => requestIds)
    .filter((id) => id.startsWith('req_operations_big'))
    .toSorted();

describe('the pages of operations, for an admin', () => {
  it('show why a message failed, and keep one that would fail again', async () => {
    await rowOf('req_operations_big_1').getByRole('link').first().click();
    await dialog().getByText('raise maxTokensPerRecord').waitFor();
    expect(page.url()).toContain('message=quarantine');
    expect(await dialog().getByRole('button', { name: 'Send again' }).isDisabled()).toBe(true);
    expect(await quarantined()).toHaveLength(3);
  });

  it('delete several messages after the number was typed, by keyboard alone, and no other', async () => {
    await open('#/failed-messages?place=quarantine', 'Failed messages');
    for (const index of [2, 3]) {
      await rowOf(`req_operations_big_${index}`).getByRole('checkbox').focus();
      await page.keyboard.press('Space');
    }
    await page.getByRole('button', { name: 'Delete (2)' }).focus();
    await page.keyboard.press('Enter');
    expect(await dialog().getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await dialog().getByRole('textbox').focus();
    await page.keyboard.type('2');
    await dialog().getByRole('button', { name: 'Delete' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('2 messages were deleted.').waitFor();
    await rowOf('req_operations_big_2').waitFor({ state: 'detached' });
    expect(await quarantined()).toEqual(['req_operations_big_1']);
  });

  it('show the same checks as the API, and both sides of a conflict', async () => {
    await open(`#/quality?${RANGE}`, 'Quality and health');
    const query = {
      from: new Date(HOUR).toISOString(),
      to: new Date(HOUR + HOUR_MS).toISOString(),
    };
    const { usage, conflicts } = await api.get('/v1/quality', { query });
    expect(Number(usage.unpricedRequests)).toBeGreaterThan(0);
    await page
      .getByRole('row', { name: new RegExp(`Requests without a price ${usage.unpricedRequests} `) })
      .waitFor();
    await page.getByRole('row', { name: new RegExp(`Conflicting reports ${conflicts.reports} `) }).waitFor();
    // The report was received now, after the range.
    await open('#/quality', 'Quality and health');
    await rowOf('req_operations_1').getByRole('link').first().click();
    await dialog()
      .getByRole('row', { name: /Output tokens 500 501/ })
      .waitFor();
    await page.goBack();
    await page.getByRole('dialog').filter({ hasText: 'Output tokens' }).waitFor({ state: 'hidden' });
  });

  it('adopt a price for a model that has none, after a swapped one was noticed', async () => {
    await open('#/prices', 'Prices');
    await page.getByRole('button', { name: `Adopt a price for ${NEW_MODEL}` }).click();
    const field = (name: string) => dialog().getByRole('textbox', { name, exact: true });
    expect(await field('Model').inputValue()).toBe(NEW_MODEL);
    await field('Input').fill('15');
    await field('Output').fill('3');
    await dialog().getByRole('button', { name: 'Adopt a price' }).click();
    await dialog().getByText('Two prices may be swapped').waitFor();
    await field('Input').fill('3');
    await field('Output').fill('15');
    await page.keyboard.press('Enter');
    await page.getByText(/is priced by it at once.*token-ledger reprice --from/).waitFor();
    const adopted = async () =>
      (await api.get('/v1/prices')).overrides.filter(({ model }) => model === NEW_MODEL);
    expect(await adopted()).toEqual([{ model: NEW_MODEL, listPrices: { input: '3', output: '15' } }]);
    await page.getByRole('button', { name: `Remove the override of ${NEW_MODEL}` }).click();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    await page.route('**/v1/prices', async (route) => {
      const response = await route.fetch();
      if (route.request().method() === 'PUT') await answered;
      await route.fulfill({ response });
    });
    await dialog().getByRole('button', { name: 'Remove' }).click();
    await waitFor(async () => (await adopted()).length === 0);
    // What ends the dialog of a page that was left meanwhile is not meant for the page that came.
    await open('#/aggregation?do=rebuild', 'Aggregation');
    await dialog().getByLabel('First date').first().waitFor();
    const arrives = page.waitForResponse((response) => response.request().method() === 'PUT');
    answer();
    await (await arrives).finished();
    await page.evaluate('new Promise((done) => setTimeout(done, 500))');
    await dialog().getByLabel('First date').first().waitFor();
    expect(page.url()).toContain('do=rebuild');
    await page.unroute('**/v1/prices');
  });

  it('rebuild a range after a question, and show its progress', async () => {
    await open('#/aggregation?do=rebuild', 'Aggregation');
    const day = new Date(HOUR).toISOString().slice(0, 10).replaceAll('-', '/');
    for (const name of ['First date', 'Last date']) await dialog().getByLabel(name).first().fill(day);
    await dialog().getByRole('button', { name: 'Continue' }).click();
    await dialog().getByRole('button', { name: 'Rebuild' }).click();
    await page.getByRole('heading', { name: 'Progress of the rebuild' }).waitFor();
    const id = String(new URLSearchParams(page.url().split('?').at(-1)).get('rebuild'));
    const rebuild = await api.get('/v1/rebuilds/{id}', { path: { id } });
    await page
      .getByText(new RegExp(`of ${rebuild.hours} hours wait|Finished`))
      .first()
      .waitFor();
  });

  it('leave no complaint of the browser', () => {
    // Another suite may have had a rebuild of its own under way, which the page then shows.
    expect(opened.complaints.filter((complaint) => !complaint.includes('409'))).toEqual([]);
  });
});
