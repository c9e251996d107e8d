import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { REPOSITORY } from '../local/state.ts';

/** Something to take a screenshot of: a page of the console, and what is done there before. */
export interface Scene {
  readonly name: string;
  readonly hash?: string;
  readonly prepare?: (page: Page) => Promise<unknown>;
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
export const SCENES: readonly Scene[] = [
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
];
