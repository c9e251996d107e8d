import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NOON } from '../../support/records.ts';
import { isThorough } from '../support/is-thorough.ts';
import { GROUPS, OTHERS, OWN } from '../support/peopled-ledger.ts';
import type { ServedConsole } from '../support/served-console.ts';
import type { Walk } from '../support/walk.ts';

const [ZOLTAN, QUENTIN] = OTHERS;
const EVERYBODY = [OWN, ...OTHERS];

/** Pages with the filter by whose usage it is, and how to recognize it there. */
const USAGE_PAGES = ['overview', 'explore?by=model', 'statistics', 'top-consumers?by=model', 'records'];
const USAGE_FILTERS = [
  { typed: `Access key = ${ZOLTAN.keyId}`, parameter: `key=${ZOLTAN.keyId}` },
  { typed: `User = ${ZOLTAN.userId}`, parameter: `user=${ZOLTAN.userId}` },
  { typed: `Model = ${ZOLTAN.model}`, parameter: `model=${ZOLTAN.model}` },
  { typed: `Feature = ${ZOLTAN.feature}`, parameter: `feature=${ZOLTAN.feature}` },
];

const RECORD_FILTERS = [
  { typed: 'Status = ok', parameter: 'status=ok', left: EVERYBODY },
  { typed: 'Status = error', parameter: 'status=error', left: [] },
  { typed: 'Captured by = import', parameter: 'source=import', left: [] },
  { typed: 'Total tokens at least >= 5000000', parameter: 'min=5000000', left: OTHERS },
  { typed: 'Total tokens at most <= 5000000', parameter: 'max=5000000', left: [OWN] },
  { typed: 'Cost in US dollars at least >= 0', parameter: 'cost=0', left: [] },
  { typed: `Request id = ${QUENTIN.requestId}`, parameter: `request=${QUENTIN.requestId}`, left: [QUENTIN] },
];

/** Each entry of the audit log that the ledger under the console has is of one of these. */
const AUDIT_FILTERS = [
  { typed: `Who : ${GROUPS.member.sub}`, parameter: 'actor=', rows: 1 },
  { typed: 'Operation : post /v1/budgets', parameter: 'operation=', rows: EVERYBODY.length },
  { typed: 'Target : nothing-of-the-kind', parameter: 'target=', rows: 0 },
  { typed: 'IP address : 203.0.113.99', parameter: 'address=', rows: 0 },
  { typed: 'Outcome = refused', parameter: 'outcome=refused', rows: 0 },
  { typed: 'Outcome = done', parameter: 'outcome=done', rows: 2 * EVERYBODY.length },
];

/** Every filter, as a reader types it. */
export function describeFilters(served: () => ServedConsole): void {
  describe('the filters of the console', () => {
    let walk: Walk;
    beforeAll(async () => {
      walk = await served().enter('key: admin');
    });
    afterAll(() => walk.page.context().close());

    const input = () => walk.page.locator('main').getByRole('combobox', { name: /^Filter by/ });

    it('lead from requests without a price to their models, of the same range', async () => {
      await walk.open('#/overview?last=7d');
      await walk.page.getByRole('link', { name: 'Show their models' }).click();
      await walk.page.getByRole('heading', { name: 'Prices', level: 1 }).waitFor();
      expect(new URL(walk.page.url()).hash).toMatch(/^#\/prices\?from=/);
      await walk.page
        .getByRole('row', { name: new RegExp(ZOLTAN.model) })
        .first()
        .waitFor();
    });

    it('say what of an address is not understood, and what is shown instead', async () => {
      await walk.open('#/explore?last=abc&by=user');
      await walk.page
        .getByText('The page leaves out: last=abc. The range that is shown: Last 30 days.')
        .waitFor();
      await walk.page.getByRole('button', { name: 'Dismiss' }).click();
      await walk.page.getByText('Part of the address was not understood').waitFor({ state: 'detached' });
      expect(new URL(walk.page.url()).hash).toBe('#/explore?by=user');
    });

    /** Types a condition, and returns what the API answered to it. */
    async function filter(typed: string): Promise<string> {
      // Suggestions are asked for by the first use.
      await input().focus();
      await walk.settle();
      await walk.answers();
      await input().fill(typed);
      await input().press('Enter');
      await walk.settle();
      return walk.answers();
    }

    // In a brief run, each page has one of them, and each of them a page.
    const usage = USAGE_PAGES.flatMap((page, place) =>
      USAGE_FILTERS.filter((_, index) => isThorough || (place + index) % USAGE_FILTERS.length === 0).map(
        (each) => ({ page, ...each }),
      ),
    );
    it.each(usage)(
      'leave the usage that was asked for: $page, $typed',
      async ({ page, typed, parameter }) => {
        await walk.open(`#/${page}`);
        const answered = await filter(typed);
        expect(walk.page.url()).toContain(parameter);
        // Figures tell people apart on every page.
        expect(answered).toMatch(new RegExp(`"input":"?${ZOLTAN.inputTokens}`));
        for (const { inputTokens } of [OWN, QUENTIN]) expect(answered).not.toContain(String(inputTokens));
        expect(walk.complaints).toEqual([]);
      },
    );

    it.each(RECORD_FILTERS)('leave the records that were asked for: $typed', async (each) => {
      await walk.open('#/records');
      await filter(each.typed);
      expect(walk.page.url()).toContain(each.parameter);
      const rows = walk.page.locator('main tbody tr').filter({ hasText: /model-/ });
      expect((await rows.allTextContents()).length).toBe(each.left.length);
      for (const { model } of each.left) expect(await rows.filter({ hasText: model }).count()).toBe(1);
    });

    it.each(AUDIT_FILTERS)('leave the audit entries that were asked for: $typed', async (each) => {
      await walk.open('#/audit?last=30d');
      await filter(each.typed);
      expect(walk.page.url()).toContain(each.parameter);
      const rows = walk.page.locator('main tbody tr').filter({ hasText: /(POST|GET) \/v1\// });
      expect(await rows.count()).toBe(each.rows);
    });

    it.each([
      { page: 'access-keys', found: OWN.keyName, hidden: ZOLTAN.keyName },
      { page: 'users', found: OWN.name, hidden: ZOLTAN.name },
    ])('find by name and state: $page', async ({ page, found, hidden }) => {
      await walk.open(`#/${page}`);
      const rowOf = (name: string) => walk.page.locator('main tbody tr').filter({ hasText: name });
      await rowOf(hidden).waitFor();
      await walk.page.getByRole('searchbox').fill(found.toUpperCase());
      await rowOf(hidden).waitFor({ state: 'detached' });
      expect(await rowOf(found).count()).toBe(1);
      await walk.page.getByRole('button', { name: 'State Enabled and disabled' }).click();
      await walk.page.getByRole('option', { name: 'Disabled', exact: true }).click();
      await rowOf(found).waitFor({ state: 'detached' });
      expect(walk.page.url()).toContain('state=disabled');
    });

    it('choose the place of failed messages, where one is sent again', async () => {
      const { live, bulk } = served().ledger.api.deadLetters;
      const body = JSON.stringify({ v: 1, records: [{ requestId: 'req_failed' }] });
      live.add(body, NOON);
      bulk.add(body, NOON);
      await walk.open('#/failed-messages');
      const rows = walk.page.locator('main tbody tr').filter({ has: walk.page.getByRole('checkbox') });
      expect(await rows.count()).toBe(2);
      await walk.page.getByRole('button', { name: 'Where Everywhere' }).click();
      await walk.page.getByRole('option', { name: 'Live usage' }).click();
      await walk.settle();
      expect(walk.page.url()).toContain('place=live');
      expect(await rows.count()).toBe(1);
      await rows.getByRole('checkbox').check();
      await walk.page.getByRole('button', { name: 'Send again' }).click();
      await walk.page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
      await walk.page.getByText('1 message was sent again.').waitFor();
      expect(live.resent()).toEqual([expect.stringContaining('req_failed')]);
      expect(bulk.resent()).toEqual([]);
    });
  });
}
