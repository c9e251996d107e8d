import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../test/browser/support/chromium.ts';
import type { Progress } from '../local/progress.ts';
import type { Answer } from './answer-console.ts';
import type { PersonName } from './company.ts';
import { NOW } from './company-months.ts';
import type { Look } from './look.ts';
import type { Scene } from './scenes.ts';
import { Traffic } from './traffic.ts';

export interface ScreenshotOptions {
  /** Answers for the console. */
  readonly answer: Answer;
  /** Shown before anybody signed in. */
  readonly signedOut: readonly Scene[];
  readonly signedIn: readonly Scene[];
  readonly looks: readonly Look[];
  readonly directory: string;
  /** What is lower on the page is left out. */
  readonly maxHeight?: number;
  readonly progress: Progress;
}

export interface Taken {
  readonly count: number;
  /** What could not be shown, and what a browser complained about. */
  readonly problems: readonly string[];
}

/** How long a page may take to show what a scene is about. */
const PATIENCE_MS = 20_000;
/** More cannot be looked at. */
const MAX_HEIGHT = 3000;
/** Where the pages believe to be. */
const ADDRESS = 'https://ledger.example.com';
const ADMIN: PersonName = 'pia';

/** Takes a screenshot of each scene in each look. A scene that cannot be shown does not end it. */
export async function takeScreenshots(options: ScreenshotOptions): Promise<Taken> {
  const { looks, progress } = options;
  const browser = await launchChromium();
  const problems: string[] = [];
  try {
    let count = 0;
    for (const look of looks) {
      const taken = await takeAllOf(browser, look, options, problems);
      count += taken;
      progress(`${taken} screenshots: ${look.theme}, ${look.language}, ${look.width} wide`);
    }
    return { count, problems };
  } finally {
    await browser.close();
  }
}

async function takeAllOf(
  browser: Browser,
  look: Look,
  { answer, signedOut, signedIn, directory, maxHeight = MAX_HEIGHT }: ScreenshotOptions,
  problems: string[],
): Promise<number> {
  const context = await newContext(browser, look);
  const traffic = new Traffic(answer);
  const { theme, language, width } = look;
  let count = 0;
  try {
    await context.route(`${ADDRESS}/**`, traffic.fulfill);
    const page = await context.newPage();
    await page.clock.setFixedTime(NOW);
    let sceneName = '';
    const complain = (text: string) =>
      problems.push(`${sceneName} (${language}, ${theme}, ${width}): ${text}`);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complain(message.text());
    });
    page.on('pageerror', ({ message }) => complain(message));
    const take = async (scene: Scene) => {
      sceneName = scene.name;
      try {
        await takeOne(page, scene, { traffic, path: join(directory, fileName(scene, look)), maxHeight });
        count += 1;
        if (await isTooWide(page)) complain('The page is wider than the screen.');
      } catch (error) {
        complain((error as Error).message);
      }
    };
    for (const scene of signedOut) {
      await page.goto(`${ADDRESS}/`);
      await take(scene);
    }
    await page.goto(`${ADDRESS}/`);
    await signIn(page);
    for (const scene of signedIn) await take(scene);
    return count;
  } finally {
    await context.close();
  }
}

async function newContext(browser: Browser, { theme, language, width }: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height: width < 800 ? 844 : 1000 },
    colorScheme: theme,
    locale: language,
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

async function signIn(page: Page): Promise<void> {
  await page.locator('main [aria-expanded=false]').click();
  await page.locator('input[type=password]').fill(ADMIN);
  await page.locator('input[type=password]').press('Enter');
  await page.locator('#header').waitFor();
}

export function fileName({ name }: Pick<Scene, 'name'>, { language, theme, width }: Look): string {
  return `${name}.${language}.${theme}.${width}.png`;
}

async function takeOne(
  page: Page,
  scene: Scene,
  {
    traffic,
    path,
    maxHeight,
  }: { readonly traffic: Traffic; readonly path: string; readonly maxHeight: number },
): Promise<void> {
  if (scene.path !== undefined) await page.goto(`${ADDRESS}${scene.path}`);
  if (scene.hash !== undefined) {
    // Of the page that was open before, nothing is kept.
    await page.evaluate(`location.hash = '#/'`);
    await page.evaluate(`location.hash = ${JSON.stringify(scene.hash)}`);
  }
  await settle(page, traffic);
  if (scene.prepare) {
    await scene.prepare(page);
    await settle(page, traffic);
  }
  // Where the mouse is, nothing looks as it does otherwise.
  await page.mouse.move(0, 0);
  await page.emulateMedia({ media: scene.isPrinted ? 'print' : 'screen' });
  const screen = page.viewportSize() ?? { width: 0, height: 0 };
  // A dialog is as large as the screen. Otherwise the screen becomes as high as the page, as its frame follows the screen.
  const hasDialog = (await page.locator('[role=dialog]:visible').count()) > 0;
  if (!hasDialog) {
    await page.setViewportSize({ ...screen, height: await heightOf(page, screen.height, maxHeight) });
    // A higher screen may show more.
    await page.waitForTimeout(100);
    await page.setViewportSize({ ...screen, height: await heightOf(page, screen.height, maxHeight) });
  }
  await page.screenshot({ path });
  await page.setViewportSize(screen);
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('Escape');
  await scene.after?.();
}

async function heightOf(page: Page, least: number, most: number): Promise<number> {
  const height = await page.evaluate<number>(`document.documentElement.scrollHeight`);
  return Math.max(least, Math.min(height, most));
}

/** Whether one has to scroll sideways to see all of it. */
async function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(
    `document.documentElement.scrollWidth > document.documentElement.clientWidth`,
  );
}

/** Waits until nothing is asked for, and no placeholder is shown. */
async function settle(page: Page, traffic: Traffic): Promise<void> {
  await traffic.isQuiet();
  await page
    .locator(page.url().includes('#') ? 'h1' : 'main')
    .first()
    .waitFor();
  await page.locator('main output, main [class*=status-loading]').first().waitFor({ state: 'detached' });
  // What follows the answers: a part of the page asks further, and a chart measures its room.
  await traffic.isQuiet();
  await page.waitForTimeout(150);
}
