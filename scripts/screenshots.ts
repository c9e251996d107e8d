import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readArguments, runScript } from './command-line.ts';
import { STATE_DIRECTORY } from './local/state.ts';
import { takeDocsPictures } from './screenshots/docs-pictures.ts';
import { ALL_LOOKS, PLAIN_LOOK } from './screenshots/look.ts';
import { PAGES, type Scene, SIGNED_OUT_SCENES, scenesOf } from './screenshots/scenes.ts';
import { withServedCompany } from './screenshots/served-company.ts';
import { type Taken, takeScreenshots } from './screenshots/take-screenshots.ts';

const USAGE = `Takes screenshots of every page of the console, and of what pages show after something was done: in both themes, in every
language, 1440 and 390 wide, with two months of a made-up company. Needs no AWS, no emulator and no running product: the
console's real pages and functions answer over a ledger in memory, whose clock stands still, so that pictures differ
only if the console does. They are in .token-ledger/screenshots. Chinese needs a CJK font, such as that of the Debian
package fonts-wqy-microhei.

  npm run screenshots -- [options]

  --page <name>   only pages and scenes whose name begins with this, such as records; may be repeated
  --fast          light, English and wide only
  --docs          takes the pictures of README.md and docs/console.md again, which are in docs/images`;

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      page: { type: 'string', multiple: true, default: [''] },
      fast: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
    },
  });
  const isWanted = ({ name }: Scene) => values.page.some((wanted) => name.startsWith(wanted));
  const progress = console.log;
  return withServedCompany(progress, async ({ answer, company }) => {
    const scenes = [...PAGES, ...scenesOf(company)];
    if (values.docs) return report(await takeDocsPictures({ answer, scenes, progress }));
    const directory = join(STATE_DIRECTORY, 'screenshots');
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    const taken = await takeScreenshots({
      answer,
      signedOut: SIGNED_OUT_SCENES.filter(isWanted),
      signedIn: scenes.filter(isWanted),
      looks: values.fast ? [PLAIN_LOOK] : ALL_LOOKS,
      directory,
      progress,
    });
    progress(`The screenshots are in ${directory}.`);
    return report(taken);
  });
});

/** Returns the exit code. */
function report({ count, problems }: Taken): number {
  console.log(`${count} screenshots were taken.`);
  for (const problem of problems) console.error(problem);
  return count === 0 || problems.length > 0 ? 1 : 0;
}
