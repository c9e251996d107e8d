import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import type { Person } from '../../../scripts/local/first-people.ts';
import { deployedProduct } from '../../integration/support/deployed-product.ts';
import { PATIENCE_MS } from '../../support/wait-for.ts';

/** A page of the console in a context of its own, and what a browser would complain about. */
export interface OpenedConsole {
  readonly page: Page;
  /** Violations of the security policy, errors, and requests to other origins. */
  readonly complaints: string[];
}

/** Opens a page of the console, such as `#/records`, and collects what is wrong with it. */
export async function openConsole(browser: Browser, hash = ''): Promise<OpenedConsole> {
  const { apiUrl, endpoint } = await deployedProduct();
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: 'en-US' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('console', (message) => {
    // The sign-in pages are not the console's.
    const { url } = message.location();
    const isOurs = url.startsWith(apiUrl);
    if (isOurs && ['error', 'warning'].includes(message.type()))
      complaints.push(`${message.text()} (${url.slice(apiUrl.length)})`);
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !url.startsWith(endpoint)) complaints.push(`It asks ${url}.`);
  });
  await page.goto(`${apiUrl}/${hash}`);
  return { page, complaints };
}

/** Signs in on the pages of Cognito, and waits until the console is back. */
export async function signInAs(page: Page, role: Person['role']): Promise<Person> {
  const { people } = await deployedProduct();
  const person = people.find((candidate) => candidate.role === role);
  if (!person) throw new Error(`Nobody is ${role} in the product under test.`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('input:not([type=hidden]):not([type=password])').first().fill(person.email);
  await page.locator('input[type=password]').first().fill(person.password);
  await page.locator('button[type=submit], input[type=submit]').first().click();
  await page.locator('#header').waitFor();
  return person;
}

/** Signs in by an access key, and waits for the frame. */
export async function signInByKey(page: Page, accessKey: string): Promise<void> {
  await page.getByText('Use an access key instead').click();
  await page.locator('input[type=password]').fill(accessKey);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('#header').waitFor();
}

/** What is stored in the browser, beside what the reader prefers. */
export async function storedValues(page: Page): Promise<unknown> {
  return JSON.parse(
    await page.evaluate<string>(
      `JSON.stringify([Object.keys(localStorage).filter((key) => key !== 'token-ledger.preferences'), Object.keys(sessionStorage), document.cookie])`,
    ),
  );
}

/** The rules of WCAG that a page breaks seriously, with the elements that break them. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, which the security policy of the page does not concern. It stays until the page is loaded again.
  if (await page.evaluate<boolean>(`typeof axe === 'undefined'`)) await page.evaluate(await AXE);
  return page.evaluate<string[]>(
    `axe.run({ resultTypes: ['violations'], preload: false }).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`,
  );
}

const AXE = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What fades in has little contrast until then. Spinners go on. */
export async function endOfMotion(page: Page): Promise<void> {
  await page.evaluate(
    `Promise.all(document.getAnimations().filter(({ effect }) => effect.getTiming().iterations === 1).map(({ finished }) => finished)).then(() => undefined)`,
  );
}

/** Closes a dialog. The hint of a figure that the mouse has come to lie on would take the key. */
export async function pressEscape(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.keyboard.press('Escape');
}
