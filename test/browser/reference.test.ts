import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ROUTES } from '@token-ledger/contract';
import type { Browser, Page } from 'playwright-core';
import { deployedProduct } from '../integration/support/deployed-product.ts';
import { launchChromium } from './support/chromium.ts';

// It may have to be installed.
jest.setTimeout(300_000);

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A page of the console, and everything that it complains of or asks of others. */
async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
  const { apiUrl, endpoint } = await deployedProduct();
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(60_000);
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
  it('is where the console opens, and lists every operation', async () => {
    const { page, complaints } = await open('/');
    const navigation = page.getByRole('navigation').filter({ hasText: 'Report usage' });
    await navigation.getByRole('link', { name: 'Report usage' }).waitFor();
    expect(page.url()).toMatch(/\/reference$/);
    expect(await navigation.locator('a[href^="#/"]:not([href="#/"])').count()).toBe(
      Object.keys(ROUTES).length,
    );
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('shows the operation that its address names, and the next one that is chosen', async () => {
    const { page, complaints } = await open('/reference#/Failed%20messages/listFailedMessages');
    await page.locator('#operations-Failed_messages-listFailedMessages.is-open').waitFor();
    await page.getByRole('link', { name: 'The exact ranking over any range' }).click();
    const operation = page.locator('#operations-Statistics-getTopConsumers');
    await operation.getByText('/v1/top-consumers').waitFor();
    await operation.getByText('insufficient_scope').first().waitFor();
    expect(page.url()).toMatch(/#\/Statistics\/getTopConsumers$/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('asks the deployment by the access key that is entered, and keeps no trace of it', async () => {
    const { accessKey } = await deployedProduct();
    const { page, complaints } = await open('/reference#/Statistics/getOverview');
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
    // Nothing is asked but what is required.
    expect([...new URL(answer.url()).searchParams.keys()]).toEqual(['from']);
    expect(await answer.json()).toHaveProperty('asOf');
    await operation.getByText('"asOf"').first().waitFor();

    const stored = await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])');
    expect(stored).toBe('[{},{},""]');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('says so when the document does not come', async () => {
    const { apiUrl } = await deployedProduct();
    const page = await browser.newPage();
    await page.route('**/v1/openapi.json', (route) => route.fulfill({ status: 503 }));
    await page.goto(`${apiUrl}/reference`);
    await page.getByText('The OpenAPI document was answered by 503.').waitFor();
    await page.close();
  });
});
