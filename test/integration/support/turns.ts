import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { waitFor } from '../../support/wait-for.ts';
import { testDirectory } from './deployed-product.ts';

/*
 * Test files run side by side on one deployment. Some tests compare everything that is counted, or kill functions: they wait
 * until no other file uses the product, and the others wait for them. A directory holds a file for each test file that uses
 * the product beside others, and the directory `ALONE` while tests have it for themselves.
 */

const ALONE = 'alone';

/** Within `describe`: while its tests run, no test file that calls `useProductBesideOthers` does. */
export function useProductAlone(): void {
  beforeAll(async () => {
    await mkdir(join(await turns(), ALONE));
    await waitFor('other test files to leave the product alone', async () =>
      (await readdir(await turns())).every((name) => name === ALONE) ? true : undefined,
    );
  });
  afterAll(async () => rm(join(await turns(), ALONE), { recursive: true }));
}

/** In a test file that sends usage to the product: its tests never run while others have the product for themselves. */
export function useProductBesideOthers(name: string): void {
  beforeAll(() =>
    waitFor('other tests that need the product alone', async () => {
      const place = join(await turns(), name);
      if (await somebodyIsAlone()) return undefined;
      await writeFile(place, '');
      // Somebody who came in between is waiting for us now, or saw nobody.
      if (!(await somebodyIsAlone())) return true;
      await rm(place);
      return undefined;
    }),
  );
  afterAll(async () => rm(join(await turns(), name)));
}

async function somebodyIsAlone(): Promise<boolean> {
  return (await readdir(await turns())).includes(ALONE);
}

async function turns(): Promise<string> {
  const directory = join(testDirectory(), 'turns');
  await mkdir(directory, { recursive: true });
  return directory;
}
