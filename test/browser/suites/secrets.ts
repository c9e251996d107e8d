import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatAccessKey } from '@token-ledger/core';
import { storedValues } from '../support/console.ts';
import type { ServedConsole } from '../support/served-console.ts';
import type { Walk } from '../support/walk.ts';

const KEY_ID = 'ak_01M3F1KZ00HXW4ZS1VTE4X8WVQ';
const SECRET = '0123456789abcdef'.repeat(4);
const WHOLE = formatAccessKey(KEY_ID, SECRET);
/** As a log would show it. */
const CUT_OFF = WHOLE.slice(0, -40);
/** As much of the secret as may not be anywhere. */
const TRACE = SECRET.slice(0, 8);

/** What somebody does whose access key leaked, and what must not leak further by it. */
export function describeSecrets(served: () => ServedConsole): void {
  describe('a leaked access key', () => {
    let walk: Walk;
    beforeAll(async () => {
      walk = await served().enter('key: admin');
      await walk.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    });
    afterAll(() => walk.page.context().close());

    const filter = () => walk.page.locator('main').getByRole('combobox', { name: /^Filter by/ });
    const dialog = () => walk.page.getByRole('dialog').filter({ visible: true });

    async function paste(text: string): Promise<void> {
      await walk.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
      await walk.page.keyboard.press('ControlOrMeta+V');
    }

    /** Its secret has left the field in no way. */
    async function expectNoTrace(): Promise<void> {
      await walk.settle();
      expect(walk.page.url()).not.toContain(TRACE);
      expect(walk.addresses.filter((address) => address.includes(TRACE))).toEqual([]);
      expect(await storedValues(walk.page)).toEqual([[], [], '']);
      expect(await walk.page.evaluate(`JSON.stringify([{ ...localStorage }, history.state])`)).not.toContain(
        TRACE,
      );
    }

    it.each([
      { page: 'overview', how: 'pasted whole', enter: () => paste(WHOLE), parameter: `key=${KEY_ID}` },
      { page: 'records', how: 'pasted cut off', enter: () => paste(CUT_OFF), parameter: `key=${KEY_ID}` },
      {
        page: 'audit',
        how: 'typed whole',
        enter: () => walk.page.keyboard.type(WHOLE),
        parameter: `actor=${KEY_ID}`,
      },
      {
        page: 'records',
        how: 'typed into another condition',
        enter: () => walk.page.keyboard.type(`Request id = ${CUT_OFF}`),
        parameter: `request=${KEY_ID}`,
      },
    ])('becomes its id in the filter of $page: $how', async ({ page, enter, parameter }) => {
      await walk.open(`#/${page}`);
      await filter().focus();
      await enter();
      await walk.page.keyboard.press('Enter');
      await expectNoTrace();
      expect(new URL(walk.page.url()).hash).toContain(parameter);
      expect(walk.complaints).toEqual([]);
    });

    it.each([
      { how: 'pasted', enter: () => paste(WHOLE) },
      { how: 'typed', enter: () => walk.page.keyboard.type(CUT_OFF) },
    ])('becomes its id in the field of an id: $how', async ({ enter }) => {
      await walk.open('#/access-keys?do=create');
      const owner = dialog().getByRole('combobox');
      await owner.focus();
      await enter();
      await expectNoTrace();
      await owner.press('Tab');
      await dialog().getByLabel('Name', { exact: true }).fill('leaks');
      const created = walk.page.waitForResponse((response) => response.request().method() === 'POST');
      await dialog().getByRole('button', { name: 'Create', exact: true }).click();
      expect(await (await created).json()).toMatchObject({ ownerUserId: KEY_ID });
      await walk.page.getByRole('button', { name: 'I have stored it' }).click();
      await expectNoTrace();
    });

    it('is rotated, and a notice says until when the old secret works and leads to what it did', async () => {
      await walk.open('#/access-keys?key=ak_mia');
      await dialog().getByRole('button', { name: 'Rotate' }).click();
      await walk.page.getByText('The secret leaked: refuse the old one at once').click();
      await dialog().getByRole('button', { name: 'Rotate' }).click();
      await walk.page.getByRole('button', { name: 'I have stored it' }).click();
      await walk.page
        .getByText(/^The old secret of Key-mia is refused at the latest 30 seconds after/)
        .waitFor();
      const links = { 'Audit log of this key': 'actor=ak_mia', 'Who changed this key': 'target=ak_mia' };
      for (const [name, parameter] of Object.entries(links))
        expect(await walk.page.getByRole('link', { name }).getAttribute('href')).toContain(parameter);
      await walk.page.getByRole('link', { name: 'What the key was used for' }).click();
      await walk.settle();
      expect(new URL(walk.page.url()).hash).toBe('#/records?last=30d&key=ak_mia');
      await walk.page.locator('main tbody tr').filter({ hasText: 'model-mia' }).waitFor();
      expect(walk.complaints).toEqual([]);
    });
  });
}
