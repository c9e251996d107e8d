import type { Page } from 'playwright-core';

/** Something to take a screenshot of: a page of the console, and what is done there before. */
export interface Scene {
  readonly name: string;
  readonly hash?: string;
  readonly prepare?: (page: Page) => Promise<unknown>;
  readonly isPrinted?: boolean;
}

/** What pages show only after something was done. Each page that the navigation leads to is a scene, too. */
export const SIGNED_OUT_SCENES: readonly Scene[] = [
  { name: 'sign-in' },
  { name: 'sign-in-by-key', prepare: (page) => page.locator('main [aria-expanded=false]').click() },
];

export const SCENES: readonly Scene[] = [
  { name: 'overview-printed', hash: '#/overview', isPrinted: true },
  { name: 'overview-without-usage', hash: '#/overview?user=nobody' },
  {
    name: 'overview-range',
    hash: '#/overview',
    prepare: (page) => page.locator('main [aria-haspopup=true], main [aria-haspopup=dialog]').first().click(),
  },
  { name: 'records-without-usage', hash: '#/records?user=nobody' },
  {
    name: 'records-filter',
    hash: '#/records?status=ok&min=1000',
    prepare: (page) => page.locator('main input').first().click(),
  },
  {
    name: 'record',
    hash: '#/records',
    prepare: async (page) => {
      await page.locator('tbody a').first().click();
      await page.locator('[role=dialog] table').first().waitFor();
    },
  },
  { name: 'exports-create', hash: '#/exports?do=create' },
  {
    name: 'export',
    hash: '#/exports',
    prepare: async (page) => {
      // Opens the newest one; where there is none, exports last month.
      await page.locator('main tbody button, main tbody a').first().click();
      await page.locator('[role=dialog] [data-exact]').first().waitFor();
    },
  },
  { name: 'reports-create', hash: '#/reports?do=create' },
  { name: 'audit-filter', hash: '#/audit?outcome=done&operation=post' },
];
