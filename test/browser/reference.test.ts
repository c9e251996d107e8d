import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ROUTES } from '@token-ledger/contract';
import type { Browser, Page } from 'playwright-core';
import { deployedProduct } from '../integration/support/deployed-product.ts';
import { useProductBesideOthers } from '../integration/support/turns.ts';
import { PATIENCE_MS } from '../support/wait-for.ts';
import { launchChromium } from './support/chromium.ts';

// Chromium may have to be installed.
useProductBesideOthers('browser-reference');

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A page of the console, with its errors and its requests to other origins. */
async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
  const { apiUrl, endpoint } = await deployedProduct();
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(endpoint) && !url.startsWith('data:')) complaints.push(`It asks ${url}.`);
  });
  await page.goto(`${apiUrl}${path}`);
  return { page, complaints };
}

describe('the reference in the console', () => {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    ({ page, complaints } = await open('/reference'));
  });
  afterEach(() => {
    expect(complaints).toEqual([]);
  });

  it('lists every operation', async () => {
    const navigation = page.getByRole('navigation').filter({ hasText: 'Report usage' });
    await navigation.waitFor();
    expect(await navigation.locator('a[href^="#/"]:not([href="#/"])').count()).toBe(
      Object.keys(ROUTES).length,
    );
  });

  it('shows the chosen operation, and names it in its address', async () => {
    const navigation = page.getByRole('navigation').filter({ hasText: 'Report usage' });
    await navigation.getByRole('link', { name: 'Failed messages', exact: true }).click();
    await page.locator('#operations-Failed_messages-listFailedMessages.is-open').waitFor();
    await navigation.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.locator('#operations-Statistics-getOverview.is-open').waitFor();
    expect(page.url()).toMatch(/#\/Statistics\/getOverview$/);
  });

  it('shows the operation named in its address', async () => {
    await page.reload();
    await page.locator('#operations-Statistics-getOverview.is-open').waitFor();
    expect(await page.locator('.opblock.is-open').count()).toBe(1);
  });

  it('calls the deployment with the entered access key, and stores no trace of it', async () => {
    const { accessKey } = await deployedProduct();
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    await page.locator('#auth-bearer-value').first().fill(accessKey);
    await page.getByRole('button', { name: 'Apply credentials' }).first().click();
    await page.getByRole('button', { name: 'Close' }).first().click();

    const operation = page.locator('#operations-Statistics-getOverview');
    await operation.getByRole('button', { name: 'Try it out' }).click();
    const asked = page.waitForResponse((response) => response.url().includes('/v1/overview'));
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = await asked;
    expect(answer.status()).toBe(200);
    // Only required fields are sent.
    expect([...new URL(answer.url()).searchParams.keys()]).toEqual(['from']);
    expect(await answer.json()).toHaveProperty('asOf');
    await operation.locator('.live-responses-table', { hasText: '"asOf"' }).waitFor();

    const stored = await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])');
    expect(stored).toBe('[{},{},""]');
  });

  it('reports that the document could not be loaded', async () => {
    await page.route('**/v1/openapi.json', (route) => route.fulfill({ status: 503 }));
    await page.reload();
    await page.getByText('The request for the OpenAPI document failed with status 503.').waitFor();
    // The browser's own.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('503')]);
  });
});
