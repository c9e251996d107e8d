import { describe, expect, it } from '@jest/globals';
import { HOUR_MS } from '@token-ledger/core';
import type { Route } from 'playwright-core';
import { NOON } from '../../support/records.ts';
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

const REPORT = {
  title: 'A report to delete',
  range: 'last_month',
  what: ['statistics'],
  format: 'csv',
  period: 'day',
  dimension: 'user',
} as const;

const EXPORT = {
  what: ['statistics'],
  format: 'csv',
  dimension: 'user',
  from: new Date(NOON - 24 * HOUR_MS),
  to: new Date(NOON),
} as const;

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

    it('asks for no report or export that it has just deleted, however late its page is drawn again', async () => {
      const walk = await served().enter('admin');
      const { page } = walk;
      const asked: string[] = [];
      page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
      const { call, harness } = served().ledger.api;
      const report = await call('createReport', { body: REPORT });
      const made = await call('createExport', { body: EXPORT });
      await harness.write(String(made.body.id));
      expect([report.statusCode, made.statusCode]).toEqual([201, 202]);
      for (const [shown, name, done] of [
        [`reports?report=${report.body.id}`, REPORT.title, `The report ${REPORT.title} was deleted.`],
        [`exports?export=${made.body.id}`, 'this export', 'The export was deleted.'],
      ] as const) {
        await walk.open(`#/${shown}`);
        const confirm = page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true });
        await confirm.click();
        await page.getByText(`Delete ${name}?`).waitFor();
        await confirm.click();
        await page.getByText(done).waitFor();
        await walk.settle();
        const requests = asked.splice(0);
        const deletion = requests.findIndex((request) => request.startsWith('DELETE '));
        const path = requests[deletion]?.slice('DELETE '.length) ?? 'nothing was deleted';
        const later = requests.slice(deletion + 1);
        expect(later).toContain(`GET ${path.slice(0, path.lastIndexOf('/'))}`);
        expect(later.filter((request) => request.includes(path))).toEqual([]);
      }
      expect(walk.refusals).toEqual([]);
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
