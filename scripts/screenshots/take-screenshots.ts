import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../../test/browser/support/chromium.ts';
import type { Progress } from '../local/progress.ts';
import type { Deployment } from '../local/state.ts';
import type { Look } from './look.ts';
import { PAGES, SCENES, type Scene, SIGNED_OUT_SCENES } from './scenes.ts';

export interface ScreenshotOptions {
  readonly deployment: Deployment;
  /** What the names of wanted scenes begin with. */
  readonly names: readonly string[];
  readonly looks: readonly Look[];
  readonly directory: string;
  readonly progress: Progress;
}

/** Takes a screenshot of each page, and of each scene, in each look. Returns how many. */
export async function takeScreenshots(options: ScreenshotOptions): Promise<number> {
  const { looks, progress } = options;
  const browser = await launchChromium();
  try {
    let count = 0;
    for (const look of looks) {
      const taken = await takeAllOf(browser, look, options);
      count += taken;
      progress(`${taken} screenshots: ${look.theme}, ${look.language}, ${look.width} wide`);
    }
    return count;
  } finally {
    await browser.close();
  }
}

async function takeAllOf(browser: Browser, look: Look, options: ScreenshotOptions): Promise<number> {
  const { deployment, names, directory } = options;
  const context = await newContext(browser, look);
  try {
    const page = await context.newPage();
    const isWanted = ({ name }: Scene) => names.some((wanted) => name.startsWith(wanted));
    const take = async (scene: Scene) => {
      const { theme, language, width } = look;
      await takeOne(page, scene, join(directory, `${scene.name}.${language}.${theme}.${width}.png`));
    };
    const signedOut = SIGNED_OUT_SCENES.filter(isWanted);
    for (const scene of signedOut) {
      await page.goto(`${deployment.apiUrl}/`);
      await take(scene);
    }
    await page.goto(`${deployment.apiUrl}/`);
    await signIn(page, deployment);
    const signedIn = [...PAGES, ...SCENES].filter(isWanted);
    for (const scene of signedIn) await take(scene);
    return signedOut.length + signedIn.length;
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
  context.setDefaultTimeout(60_000);
  return context;
}

async function signIn(page: Page, { people, accessKey }: Deployment): Promise<void> {
  await page.locator('main button').first().waitFor();
  const admin = people.find(({ role }) => role === 'admin');
  if (!admin) {
    await page.locator('input[type=password]').fill(accessKey);
    await page.locator('button[type=submit]').click();
  } else {
    await page.locator('main button').first().click();
    await page.locator('input:not([type=hidden]):not([type=password])').first().fill(admin.email);
    await page.locator('input[type=password]').first().fill(admin.password);
    await page.locator('button[type=submit], input[type=submit]').first().click();
  }
  await page.locator('#header').waitFor();
}

async function takeOne(page: Page, scene: Scene, path: string): Promise<void> {
  if (scene.hash !== undefined) {
    // Of the page that was open before, nothing is kept.
    await page.evaluate(`location.hash = '#/'`);
    await page.evaluate(`location.hash = ${JSON.stringify(scene.hash)}`);
  }
  await settle(page);
  await scene.prepare?.(page);
  await settle(page);
  await page.emulateMedia({ media: scene.isPrinted ? 'print' : 'screen' });
  // A dialog is as large as the screen.
  const hasDialog = (await page.locator('[role=dialog]:visible').count()) > 0;
  await page.screenshot({ path, fullPage: !hasDialog });
  await page.emulateMedia({ media: 'screen' });
  await page.keyboard.press('Escape');
}

/** Waits until nothing is asked for, and no placeholder is shown. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.locator('h1').first().waitFor();
  await page.locator('main output, main [class*=status-loading]').first().waitFor({ state: 'detached' });
  // What follows the answers: a chart measures its room.
  await page.waitForTimeout(300);
}
