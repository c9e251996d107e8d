import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTS, ALL_PAGES, addressOf } from '../support/all-pages.ts';
import { endOfMotion, pressEscape, seriousViolations } from '../support/console.ts';
import { isThorough } from '../support/is-thorough.ts';
import type { ServedConsole } from '../support/served-console.ts';
import type { Walk } from '../support/walk.ts';

const READERS = [
  { language: 'en', choices: ['Light', 'English'], dialogs: true, turn: 0 },
  // The dialogs are made of the same controls.
  { language: 'zh-CN', choices: ['Dark', '简体中文'], dialogs: false, turn: 1 },
] as const;

/** Every page, and every dialog that an address opens, for those who read it by keyboard, by a reader or with weak eyes. */
export function describeReaders(served: () => ServedConsole): void {
  describe.each(READERS)('the console: $choices', ({ language, choices, dialogs, turn }) => {
    let walk: Walk;
    beforeAll(async () => {
      walk = await served().enter('key: admin');
      for (const name of choices) {
        await walk.page.getByRole('button', { name: 'Settings' }).first().click();
        await walk.page.getByRole('menuitemcheckbox', { name }).click();
      }
    });
    afterAll(() => walk.page.context().close());

    // In a brief run, each page has its turn in one of the two.
    const pages = ALL_PAGES.filter((_page, index) => isThorough || index % READERS.length === turn);
    const addresses = pages.flatMap((page) => [
      { address: `#${page.path}`, title: page.title[language] },
      ...(dialogs ? ACTS : []).flatMap((act) => {
        const address = addressOf(page, 'do', act);
        return address === undefined ? [] : [{ address, title: page.title[language] }];
      }),
    ]);

    it.each(addresses)('breaks no serious rule of accessibility: $address', async ({ address, title }) => {
      await walk.open(address);
      await walk.page.getByRole('heading', { name: title, level: 1 }).first().waitFor({ state: 'attached' });
      await walk.settle();
      await endOfMotion(walk.page);
      expect(await seriousViolations(walk.page)).toEqual([]);
      expect(walk.complaints).toEqual([]);
      await pressEscape(walk.page);
    });
  });
}
