import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServedConsole } from '../support/served-console.ts';
import type { Walk } from '../support/walk.ts';

/** The hint of each field that is empty, and whether the field has room for it. */
const HINTS = `[...document.querySelectorAll('input[placeholder]:not([placeholder=""])')]
  .filter((input) => input.offsetParent !== null && input.value === '')
  .map((input) => {
    const style = getComputedStyle(input);
    const canvas = document.createElement('canvas').getContext('2d');
    canvas.font = getComputedStyle(input, '::placeholder').font || style.font;
    const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return [input.placeholder, canvas.measureText(input.placeholder).width <= room];
  })`;

/** Of each table that has more columns than its page has room for, the first line. */
const CUT_OFF = `[...document.querySelectorAll('main [class*=awsui_wrapper]:has(> table)')]
  .filter((table) => table.offsetParent !== null && table.scrollWidth > table.clientWidth + 1)
  .map((table) => table.innerText.slice(0, 200))`;

/** Tables that are wider than what a laptop or a phone shows scroll sideways: what usage costs must be in view before. */
export function describeWidths(served: () => ServedConsole): void {
  describe('tables of usage', () => {
    let walk: Walk;
    beforeAll(async () => {
      walk = await served().enter('key: admin');
    });
    afterAll(() => walk.page.context().close());

    it.each([
      ['records', 'Cost', 1280],
      ['top-consumers', 'Spend', 1280],
      ['statistics?rows=user&period=day&last=7d', 'Spend', 1280],
      ['statistics?rows=user&period=day&last=7d', 'Cache writes', 1440],
      ['statistics', 'Cache writes', 1280],
      ['exports', 'Contents', 1280],
      ['exports', 'Size', 1440],
      ['records', 'Cost', 390],
      ['top-consumers', 'Spend', 390],
      ['statistics?rows=user&period=day&last=7d', 'Spend', 390],
      ['statistics?rows=user&period=hour&last=24h', 'Spend', 390],
      ['budgets', 'Used', 390],
      ['prices', 'Output', 390],
    ] as const)('show on #/%s the column %s in a window %d wide', async (hash, column, width) => {
      await walk.page.setViewportSize({ width, height: 900 });
      await walk.open(`#/${hash}`);
      const header = walk.page.locator('main thead:visible th', { hasText: column }).first();
      const box = await header.boundingBox();
      const table = await walk.page.locator('main [class*=awsui_wrapper]:has(> table)').last().boundingBox();
      expect(box?.width).toBeGreaterThan(20);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
        (table?.x ?? 0) + (table?.width ?? 0) + 1,
      );
      expect(await walk.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    });

    it.each(
      [1280, 1440].flatMap((width) =>
        [
          'audit',
          'budgets',
          'exports',
          'prices',
          'records',
          'reports',
          'top-consumers',
          'statistics',
          'statistics?rows=user&period=day&last=7d',
        ].map((hash) => [hash, width] as const),
      ),
    )('cut off no column on #/%s in a window %d wide', async (hash, width) => {
      await walk.page.setViewportSize({ width, height: 900 });
      await walk.open(`#/${hash}`);
      await walk.page.locator('main tbody:visible').last().waitFor();
      expect(await walk.page.evaluate(CUT_OFF)).toEqual([]);
    });

    it.each(['overview', 'statistics', 'top-consumers'])(
      'have range and filter side by side on #/%s in a window 1280 wide',
      async (hash) => {
        await walk.page.setViewportSize({ width: 1280, height: 900 });
        await walk.open(`#/${hash}`);
        const range = walk.page
          .locator('main')
          .getByRole('button', { name: /Range of time/ })
          .first();
        const filter = walk.page.locator('main').getByRole('combobox', { name: /^Filter by/ });
        const [left, right] = [await range.boundingBox(), await filter.boundingBox()];
        expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThan(right?.x ?? 0);
        expect(Math.abs((left?.y ?? 0) - (right?.y ?? 99))).toBeLessThan(10);
      },
    );

    it('show an exact figure whole', async () => {
      await walk.page.setViewportSize({ width: 1280, height: 900 });
      await walk.open('#/top-consumers');
      const figure = walk.page.locator('td [data-exact]').first();
      await figure.hover();
      const shown = walk.page.getByRole('tooltip').getByText((await figure.getAttribute('data-exact')) ?? '');
      await shown.waitFor();
      const { x = 0, y = 0, width: wide = 0, height = 0 } = (await shown.boundingBox()) ?? {};
      const isOnTop = ([left, top]: readonly [number, number]) =>
        `document.elementFromPoint(${left}, ${top})?.closest('[role=tooltip]') != null`;
      for (const corner of [
        [x + 4, y + 4],
        [x + wide - 4, y + height - 4],
      ] as const)
        expect(await walk.page.evaluate(isOnTop(corner))).toBe(true);
    });

    it.each(['overview', 'explore', 'records', 'audit', 'users', 'exports?do=create'])(
      'are filtered on #/%s by fields whose hint is not cut on a phone',
      async (hash) => {
        await walk.page.setViewportSize({ width: 390, height: 900 });
        await walk.open(`#/${hash}`);
        await walk.page.locator('input[placeholder]:not([placeholder=""]):visible').first().waitFor();
        const hints = await walk.page.evaluate<readonly (readonly [string, boolean])[]>(HINTS);
        expect(hints.filter(([, fits]) => !fits)).toEqual([]);
      },
    );
  });
}
