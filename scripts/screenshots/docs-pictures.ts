import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../test/browser/support/chromium.ts';
import type { Progress } from '../local/progress.ts';
import { REPOSITORY } from '../local/state.ts';
import type { Answer } from './answer-console.ts';
import { type Look, PLAIN_LOOK } from './look.ts';
import type { Scene } from './scenes.ts';
import { fileName, type Taken, takeScreenshots } from './take-screenshots.ts';

interface Pictures {
  readonly look: Look;
  /** The names of scenes. */
  readonly scenes: readonly string[];
  readonly maxHeight?: number;
  /** Behind the names of their files. */
  readonly suffix?: string;
}

/** The pictures of README.md and docs/console.md. */
const PICTURES: readonly Pictures[] = [
  { look: PLAIN_LOOK, scenes: ['overview'], maxHeight: 1700 },
  {
    look: PLAIN_LOOK,
    scenes: [
      'explore-jump',
      'top-consumers',
      'record',
      'access-key-created',
      'budget',
      'export-ready',
      'report',
    ],
  },
  {
    look: { ...PLAIN_LOOK, theme: 'dark' },
    scenes: ['prices', 'quality', 'quality-conflict', 'failed-message'],
  },
  { look: { theme: 'dark', language: 'zh-CN', width: 390 }, scenes: ['overview'], suffix: '-narrow' },
];

const FOLDER = join(REPOSITORY, 'docs', 'images');
const MAX_HEIGHT = 1100;
/** Of 1: text stays sharp. */
const QUALITY = 0.82;

export interface DocsPicturesOptions {
  readonly answer: Answer;
  readonly scenes: readonly Scene[];
  readonly progress: Progress;
}

/** Takes the pictures of the documentation again, small enough for a repository. */
export async function takeDocsPictures({ answer, scenes, progress }: DocsPicturesOptions): Promise<Taken> {
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-pictures-'));
  const browser = await launchChromium();
  const problems: string[] = [];
  let count = 0;
  try {
    await rm(FOLDER, { recursive: true, force: true });
    await mkdir(FOLDER, { recursive: true });
    const encoder = await browser.newPage();
    for (const { look, scenes: names, maxHeight = MAX_HEIGHT, suffix = '' } of PICTURES) {
      const signedIn = scenes.filter(({ name }) => names.includes(name));
      const options = { answer, signedOut: [], signedIn, looks: [look], directory, maxHeight };
      const taken = await takeScreenshots({ ...options, progress });
      problems.push(...taken.problems);
      count += taken.count;
      for (const scene of signedIn) {
        const png = await readFile(join(directory, fileName(scene, look)));
        await writeFile(join(FOLDER, `console-${scene.name}${suffix}.webp`), await toWebp(encoder, png));
      }
    }
    return { count, problems };
  } finally {
    await browser.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** By the browser, which spares a library for pictures. */
async function toWebp(page: Page, png: Buffer): Promise<Buffer> {
  const url = await page.evaluate<string>(`(async () => {
    const picture = new Image();
    picture.src = 'data:image/png;base64,${png.toString('base64')}';
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('2d').drawImage(picture, 0, 0);
    return canvas.toDataURL('image/webp', ${QUALITY});
  })()`);
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
