import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readArguments, runScript } from './command-line.ts';
import { loadDemo } from './demo/load-demo.ts';
import { type Deployment, readDeployment, STATE_DIRECTORY } from './local/state.ts';
import { withTemporaryProduct } from './local/temporary-product.ts';
import { ALL_LOOKS, PLAIN_LOOK } from './screenshots/look.ts';
import { takeScreenshots } from './screenshots/take-screenshots.ts';

const USAGE = `Takes screenshots of every page of the console: in both themes, in every language, 1440 and 390 wide, with the demo's month.
Uses the product of npm start if it runs, and otherwise starts one and stops it. They are in .token-ledger/screenshots.

  npm run screenshots -- [options]

  --page <name>   only pages and scenes whose name begins with this, such as records; may be repeated
  --fast          light, English and wide only`;

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      page: { type: 'string', multiple: true, default: [''] },
      fast: { type: 'boolean', default: false },
    },
  });
  const looks = values.fast ? [PLAIN_LOOK] : ALL_LOOKS;
  const directory = join(STATE_DIRECTORY, 'screenshots');
  await mkdir(directory, { recursive: true });
  const take = async (deployment: Deployment) => {
    const progress = console.log;
    const count = await takeScreenshots({ deployment, names: values.page, looks, directory, progress });
    console.log(`${count} screenshots are in ${directory}.`);
    return count === 0 ? 1 : 0;
  };

  const running = await readDeployment();
  if (running) return take(running);
  return withTemporaryProduct(async (deployment) => {
    await loadDemo(deployment, { nowMs: Date.now() }, console.log);
    return take(deployment);
  });
});
