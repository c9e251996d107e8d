import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createQueryClient, formatUsd, nanoDollars, type QueryClient } from '@token-ledger/client/query';
import type { Browser, Page } from 'playwright-core';
import { deployedProduct } from '../integration/support/deployed-product.ts';
import { useProductBesideOthers } from '../integration/support/turns.ts';
import { launchChromium } from './support/chromium.ts';
import { openConsole, pressEscape, signInByKey, storedValues } from './support/console.ts';

// Chromium may have to be installed.
useProductBesideOthers('browser-administration');

const RUN = Date.now().toString(36);
const KEY_NAME = `keyboard ${RUN}`;
const MODEL = 'claude-haiku-5-5';

let browser: Browser;
let admin: QueryClient;
let page: Page;
let complaints: string[];
beforeAll(async () => {
  browser = await launchChromium();
  const { accessKey } = await deployedProduct();
  admin = await clientOf(accessKey);
  ({ page, complaints } = await openConsole(browser, '#/access-keys'));
  await signInByKey(page, accessKey);
});
afterAll(() => browser.close());
afterEach(() => {
  expect(complaints).toEqual([]);
});

async function clientOf(accessKey: string): Promise<QueryClient> {
  const { apiUrl } = await deployedProduct();
  return createQueryClient({ endpoint: apiUrl, accessKey });
}

/** Reports one call now, through the API. */
async function report(accessKey: string, requestId: string) {
  const body = {
    requestId,
    model: MODEL,
    occurredAt: new Date().toISOString(),
    usage: { input_tokens: 1234, output_tokens: 56 },
  };
  return (await clientOf(accessKey)).post('/v1/usage', { body });
}

async function show(hash: string, heading: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
}

/** Presses Tab until the focus is where it is wanted: on a control with this text, or on the first field of a dialog. */
async function tabTo(wanted: { readonly text: string } | 'first field'): Promise<void> {
  const isThere =
    wanted === 'first field'
      ? `document.activeElement?.matches('[role=dialog] input[type=text]') ?? false`
      : `document.activeElement?.textContent?.trim() === ${JSON.stringify(wanted.text)}`;
  for (let presses = 0; presses < 80; presses += 1) {
    if (await page.evaluate<boolean>(isThere)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${JSON.stringify(wanted)}.`);
}

describe('access keys', () => {
  let secret: string;

  it('are created by keyboard alone, and their secret is shown once', async () => {
    await page.getByRole('button', { name: 'Create an access key' }).waitFor();
    await tabTo({ text: 'Create an access key' });
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Reports usage: of its owner').waitFor();
    expect(page.url()).toContain('do=create');
    await tabTo('first field');
    await page.keyboard.press('Enter');
    await page.getByText('This is required.').waitFor();
    await page.keyboard.type(KEY_NAME);
    await page.keyboard.press('Enter');
    const shown = page.locator('[data-secret]');
    await shown.waitFor();
    secret = String(await shown.textContent());
    expect(secret).toMatch(/^tl_ak_/);
    await pressEscape(page);
    expect(await shown.isVisible()).toBe(true);
    await tabTo({ text: 'I have stored it' });
    await page.keyboard.press('Enter');
    await shown.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(secret);
    expect(await storedValues(page)).toEqual([[], [], '']);
    await page.getByRole('link', { name: KEY_NAME }).waitFor();
  });

  it('work at once, and show what they used', async () => {
    expect(await report(secret, `req_admin_${RUN}`)).toMatchObject({ accepted: 1 });
    const { accessKeys } = await admin.get('/v1/access-keys', { query: { limit: 1000 } });
    const key = accessKeys.find(({ name }) => name === KEY_NAME);
    const query = { accessKeyId: String(key?.id), from: new Date(Date.now() - 86_400_000).toISOString() };
    let usd = '0';
    while (usd === '0') usd = (await admin.get('/v1/overview', { query })).totals.cost.usd;
    await page.getByRole('link', { name: KEY_NAME }).click();
    const figure = page.getByRole('dialog').locator('[data-exact^="$"]');
    await figure.waitFor();
    expect(String(await figure.getAttribute('data-exact')).slice(1)).toBe(formatUsd(nanoDollars(usd)));
    expect(
      await page.getByRole('dialog').getByRole('link', { name: 'Records' }).getAttribute('href'),
    ).toContain(`key=${String(key?.id)}`);
  });

  it('are rotated to a new secret, and disabled, with the way back', async () => {
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    const leaked = page.getByText('The secret leaked: refuse the old one at once');
    expect(await page.locator('input[type=radio]:checked').count()).toBe(0);
    await leaked.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    const shown = page.locator('[data-secret]');
    await shown.waitFor();
    const rotated = String(await shown.textContent());
    expect(rotated).not.toBe(secret);
    expect(await report(rotated, `req_rotated_${RUN}`)).toMatchObject({ accepted: 1 });
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByText(`The old secret of ${KEY_NAME} is refused at the latest`).waitFor();
    const used = page.getByRole('link', { name: 'What the key was used for' });
    expect(await used.getAttribute('href')).toMatch(/^#\/records\?last=30d&key=ak_/);

    await page.getByRole('link', { name: KEY_NAME }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText('Its history stays.').waitFor();
    await page.goBack();
    await page.getByRole('dialog').getByText('Usage of the last 30 days').waitFor();
    await page.goForward();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).waitFor();
    const { accessKeys } = await admin.get('/v1/access-keys', { query: { limit: 1000 } });
    expect(accessKeys.find(({ name }) => name === KEY_NAME)).toMatchObject({ disabled: true });
    await pressEscape(page);
    await show(`#/access-keys?state=disabled&search=${encodeURIComponent(KEY_NAME)}`, 'Access keys');
    await page.getByRole('row').filter({ hasText: KEY_NAME }).getByText('Disabled').waitFor();
  });
});

describe('users', () => {
  const id = `u_${RUN}`;

  it('are registered, and refused with the reason at the field', async () => {
    await show('#/users?do=create', 'Users');
    await page.getByLabel('User id', { exact: true }).fill(id);
    await page.getByLabel('Name', { exact: true }).fill('Ada');
    await page.getByLabel('E-mail (optional)', { exact: true }).fill('nowhere');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByText('must be an e-mail address').first().waitFor();
    // The browser's own word about the answer.
    expect(complaints.splice(0)).toEqual([expect.stringContaining('40')]);
    await page.getByLabel('E-mail (optional)', { exact: true }).fill('ada@example.com');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await page.getByText('Ada is registered.').waitFor();
    const { users } = await admin.get('/v1/users', { query: { id } });
    expect(users).toMatchObject([{ id, name: 'Ada', email: 'ada@example.com' }]);
  });

  it('are imported from a file, with the outcome of each row', async () => {
    await show('#/users?do=import', 'Users');
    const csv = `id,name,email\n${id},Ada Lovelace,\n${id}/b,Bob,bob@example.com\n${id}-cleo,Cleo,nowhere\n`;
    await page.locator('input[type=file]').setInputFiles({
      name: 'users.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(csv),
    });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('1 registered · 1 changed · 1 rejected').waitFor();
    const rejected = page.getByRole('dialog').getByRole('row').filter({ hasText: 'Rejected' });
    expect(await rejected.textContent()).toMatch(/^4.*Rejected.*email must be an e-mail address/);
    await pressEscape(page);

    await show(`#/users?user=${encodeURIComponent(`${id}/b`)}`, 'Users');
    await page.getByRole('dialog').getByText('bob@example.com').waitFor();
    await page.getByRole('button', { name: 'Erase…' }).click();
    await page.getByText(`--user '${id}/b'`).waitFor();
    await pressEscape(page);
    await pressEscape(page);
  });
});

describe('budgets', () => {
  it('are created, show what is spent as the API does, and are deleted', async () => {
    const name = `budget ${RUN}`;
    const userId = `nobody-${RUN}`;
    await show('#/budgets?do=create', 'Budgets');
    await page.getByLabel('Name', { exact: true }).fill(name);
    // Of somebody without usage, so that nothing is reached, whatever others use meanwhile.
    await page.getByRole('dialog').getByLabel('Spending of').click();
    await page.getByRole('option', { name: 'User', exact: true }).click();
    await page.getByRole('dialog').getByLabel('User: which one').fill(userId);
    await page.getByLabel('Amount', { exact: true }).fill('1,250.50');
    await page.getByLabel('Warn at, in percent', { exact: true }).fill('90, 10%');
    await page.getByLabel('Webhook (optional)', { exact: true }).fill('https://hooks.example.com/x');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page
      .locator('[data-secret]')
      .filter({ hasText: /^whsec_/ })
      .waitFor();
    await page.getByRole('button', { name: 'I have stored it' }).click();

    const { budgets } = await admin.get('/v1/budgets');
    const budget = budgets.find((candidate) => candidate.name === name);
    expect(budget).toMatchObject({
      scope: { dimension: 'user', id: userId },
      amount: '1250.5',
      unit: 'USD',
      period: 'monthly',
      thresholds: [10, 90],
    });
    const row = page.getByRole('row').filter({ hasText: name });
    await row.getByText('$1,250.50').waitFor();
    expect(await row.getByText('0 of 2').count()).toBe(1);

    await row.getByRole('link', { name }).click();
    const states = page.getByRole('dialog').getByText('Not reached', { exact: true });
    await states.first().waitFor();
    expect(await states.count()).toBe(2);
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No more alerts are sent for it.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText(`The budget ${name} was deleted.`).waitFor();
    await row.waitFor({ state: 'detached' });
    expect((await admin.get('/v1/budgets')).budgets.map(({ id }) => id)).not.toContain(budget?.id);
  });
});

describe('the pages of administration', () => {
  it('are not there for those who may not administer, and the first record of a program appears by itself', async () => {
    const { apiUrl } = await deployedProduct();
    const { accessKey } = await admin.post('/v1/access-keys', {
      body: { name: `starts ${RUN}`, scopes: ['ingest', 'read:own'], ownerUserId: `u_starts_${RUN}` },
    });
    const opened = await openConsole(browser, '#/get-started?way=http');
    await signInByKey(opened.page, accessKey);
    await opened.page.getByText('Waiting for your first record').waitFor();
    await opened.page.getByText(`export TOKEN_LEDGER_URL=${apiUrl}`).waitFor();
    await opened.page.getByRole('tab', { name: 'TypeScript' }).click();
    await opened.page.getByText('export ANTHROPIC_API_KEY=local').waitFor();
    await opened.page.getByRole('tab', { name: 'curl, any language' }).click();
    const navigation = opened.page.getByRole('navigation');
    expect(await navigation.getByRole('link', { name: 'Access keys' }).count()).toBe(0);
    expect(await opened.page.getByText('Ask an admin for one.').count()).toBe(1);

    await report(accessKey, `req_first_${RUN}`);
    await opened.page.getByText('Records arrive. The newest:').waitFor();
    await opened.page.getByRole('link', { name: 'Show the record' }).click();
    await opened.page.getByRole('dialog').getByText(`req_first_${RUN}`).waitFor();

    await opened.page.evaluate('location.hash = "#/access-keys?do=create"');
    await opened.page.getByText('There is no such page').waitFor();
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  });
});
