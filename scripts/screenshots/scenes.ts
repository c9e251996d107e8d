import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { REPOSITORY } from '../local/state.ts';
import type { Company } from './company.ts';
import { NOW } from './company-months.ts';

/** Something to take a screenshot of: a page of the console, and what is done there before. */
export interface Scene {
  readonly name: string;
  /** Within the console, which stays loaded. */
  readonly hash?: string;
  /** Of a page of its own, which is loaded. */
  readonly path?: string;
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** Undoes what others must not see. */
  readonly after?: () => Promise<unknown>;
  readonly isPrinted?: boolean;
}

/** Every page of the console. A page has the name of its folder. */
export const PAGES: readonly Scene[] = readdirSync(join(REPOSITORY, 'web/src/pages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, hash: `#/${name}` }));

/** What is shown before anybody signed in. */
export const SIGNED_OUT_SCENES: readonly Scene[] = [
  { name: 'sign-in' },
  { name: 'sign-in-by-key', prepare: (page) => page.locator('main [aria-expanded=false]').click() },
];

/** What pages show only after something was done. */
export const scenesOf = (company: Company): readonly Scene[] => [
  { name: 'overview-printed', hash: '#/overview', isPrinted: true },
  { name: 'overview-without-usage', hash: '#/overview?user=nobody' },
  {
    name: 'overview-range',
    hash: '#/overview',
    prepare: (page) => page.locator('main [data-no-print] button:visible').first().click(),
  },
  { name: 'records-without-usage', hash: '#/records?user=nobody' },
  {
    name: 'records-filter',
    hash: '#/records?status=ok&min=1000',
    prepare: (page) => page.locator('main input:visible').first().click(),
  },
  {
    name: 'record',
    hash: '#/records',
    prepare: async (page) => {
      await page.locator('tbody a').first().click();
      await page.locator('[role=dialog] table').first().waitFor();
    },
  },
  { name: 'explore-jump', hash: '#/explore?model=claude-opus-5-5&by=user&last=14d' },
  { name: 'explore-not-understood', hash: '#/explore?last=abc&by=model' },
  { name: 'top-consumers-models', hash: '#/top-consumers?by=model' },
  { name: 'statistics-users', hash: '#/statistics?rows=user&period=day&last=7d' },
  { name: 'access-keys-create', hash: '#/access-keys?do=create' },
  {
    name: 'access-key-created',
    hash: '#/access-keys?do=create',
    prepare: async (page) => {
      await page.route('**/v1/access-keys', answerWithKey);
      await dialog(page).locator('input[type=text]').first().fill('Search, production');
      await dialog(page).locator('button[form]').click();
      await dialog(page).locator('code, pre').first().waitFor();
      await page.unroute('**/v1/access-keys', answerWithKey);
    },
  },
  { name: 'access-key', hash: '#/access-keys', prepare: openFirst },
  { name: 'users-create', hash: '#/users?do=create' },
  { name: 'users-import', hash: '#/users?do=import' },
  { name: 'user', hash: '#/users', prepare: openFirst },
  { name: 'budgets-create', hash: '#/budgets?do=create' },
  { name: 'budget', hash: '#/budgets', prepare: (page) => openNamed(page, 'Platform') },
  { name: 'exports-create', hash: '#/exports?do=create' },
  { name: 'export-running', hash: '#/exports', prepare: openFirst },
  { name: 'export-ready', hash: '#/exports', prepare: (page) => openNth(page, 2) },
  { name: 'reports-create', hash: '#/reports?do=create' },
  { name: 'report', hash: '#/reports', prepare: openFirst },
  { name: 'audit-filter', hash: '#/audit?outcome=done&operation=post' },
  { name: 'audit-entry', hash: '#/audit', prepare: openFirst },
  { name: 'prices-adopt', hash: '#/prices?do=adopt&model=acme-code-preview' },
  { name: 'prices-change', hash: '#/prices?do=change&index=1' },
  {
    name: 'quality-conflict',
    hash: '#/quality',
    prepare: async (page) => {
      await page.locator('main tbody a[href="#"]').last().click();
      await dialog(page).waitFor();
    },
  },
  { name: 'failed-message', hash: '#/failed-messages', prepare: openFirst },
  { name: 'aggregation-rebuild', hash: '#/aggregation?do=rebuild' },
  {
    name: 'aggregation-rebuilding',
    hash: '#/explore',
    prepare: async (page) => {
      const id = await company.startRebuild();
      await page.evaluate(`location.hash = '#/aggregation?rebuild=${id}'`);
      await page.locator('[role=progressbar], progress').first().waitFor();
    },
    after: () => company.rollUp(),
  },
  { name: 'get-started-claude-code', hash: '#/get-started?way=claudeCode' },
  { name: 'not-found', hash: '#/nowhere' },
  // The last one: another page that is loaded ends the session.
  {
    name: 'reference',
    path: '/reference',
    prepare: (page) => page.locator('.swagger-ui .info').first().waitFor(),
  },
];

/** A key that nobody has, so that each picture shows the same and no key is left. */
const FAKE_KEY = {
  id: 'ak_01M89W4H7C2Q0N5RT8EYJ3XKBD',
  name: 'Search, production',
  scopes: ['ingest'],
  disabled: false,
  createdAt: new Date(NOW).toISOString(),
  accessKey: 'tl_ak_01M89W4H7C2Q0N5RT8EYJ3XKBD_this-key-is-an-example-and-opens-nothing',
};

const answerWithKey = (route: Route) =>
  route.request().method() === 'POST' ? route.fulfill({ status: 201, json: FAKE_KEY }) : route.continue();

const dialog = (page: Page) => page.locator('[role=dialog]:visible').last();

/** Opens the details of a row by its first link. */
async function openNth(page: Page, index: number): Promise<void> {
  await page.locator('main tbody tr').nth(index).locator('a').first().click();
  await dialog(page).waitFor();
}

const openFirst = (page: Page) => openNth(page, 0);

async function openNamed(page: Page, name: string): Promise<void> {
  await page.locator('main tbody tr').filter({ hasText: name }).locator('a').first().click();
  await dialog(page).waitFor();
}
