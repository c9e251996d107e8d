import { describe, expect, it } from '@jest/globals';
import type { Route } from 'playwright-core';
import { signInByKey, storedValues } from '../support/console.ts';
import type { ServedConsole } from '../support/served-console.ts';

/** What a console reads until its first page shows: its settings, its texts, its own parts, who the caller is, and figures. */
const READ = [
  /\/console\.json$/,
  /\/assets\/messages\.en-[^/]*\.js$/,
  /\/assets\/range-picker-[^/]*\.js$/,
  /\/v1\/me$/,
  /\/v1\/overview\?/,
];

/** What the console asks of its deployment, and how often. */
export function describeAsking(served: () => ServedConsole): void {
  describe('the console', () => {
    it('asks the questions of its first page once, though they are asked before it is drawn', async () => {
      const walk = await served().enter('key: admin');
      const asked = walk.addresses.filter((url) => new URL(url).pathname.startsWith('/v1/'));
      expect(asked.map((url) => new URL(url).pathname)).toContain('/v1/overview');
      expect(asked).toEqual([...new Set(asked)]);
      await walk.page.context().close();
    });

    it('offers to load itself again where a part of it does not arrive, and then shows it', async () => {
      const walk = await served().enter('key: read');
      const { page } = walk;
      let asked = 0;
      const refuse = (route: Route) => {
        asked += 1;
        return route.abort();
      };
      await page.route(/\/assets\/records-page-[^/]*\.js$/, refuse);
      await page.evaluate(`location.hash = '#/records'`);
      const reload = page.getByRole('button', { name: 'Reload and sign in again' });
      await reload.waitFor();
      expect(asked).toBeGreaterThan(0);
      expect(await storedValues(page)).toEqual([[], [], '']);
      await page.unroute(/\/assets\/records-page-[^/]*\.js$/, refuse);
      await reload.click();
      // Credentials stay in the memory of the page, which is gone.
      await signInByKey(page, String(served().printed['key: read']));
      await page.getByRole('heading', { name: 'Records', level: 1 }).waitFor();
      await page.context().close();
    });

    it('shows its frame and the page while the figures take long', async () => {
      const walk = await served().start();
      const { page } = walk;
      const release: (() => void)[] = [];
      await page.route(/\/v1\/overview\?/, async (route) => {
        await new Promise<void>((resolve) => release.push(resolve));
        return route.continue();
      });
      await signInByKey(page, String(served().printed['key: admin']));
      await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
      await page.getByRole('navigation').getByRole('link', { name: 'Records' }).waitFor();
      expect(await page.locator('dt', { hasText: /^Spend$/ }).count()).toBe(0);
      for (const answer of release) answer();
      await page.locator('dt', { hasText: /^Spend$/ }).waitFor();
      await walk.settle();
      expect(walk.complaints).toEqual([]);
      await page.context().close();
    });

    it('asks an overloaded gateway again for all that it reads', async () => {
      const walk = await served().start();
      const { page } = walk;
      const refused = new Map<RegExp, string>();
      for (const pattern of READ)
        await page.route(pattern, async (route) => {
          if (refused.has(pattern)) return route.continue();
          refused.set(pattern, route.request().url());
          return route.fulfill({ status: 502, headers: { 'retry-after': '0' }, body: 'Bad gateway' });
        });
      await page.reload();
      await signInByKey(page, String(served().printed['key: admin']));
      await page.locator('dt', { hasText: /^Spend$/ }).waitFor();
      await walk.settle();
      expect(await page.getByRole('button', { name: /^(Try again|Reload and sign in again)$/ }).count()).toBe(
        0,
      );
      for (const url of refused.values())
        expect(walk.addresses.filter((asked) => asked === url).length).toBeGreaterThan(1);
      expect(refused.size).toBe(READ.length);
      expect(walk.complaints).toEqual([]);
      await page.context().close();
    });
  });
}
