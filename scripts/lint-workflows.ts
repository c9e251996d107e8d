import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runScript } from './command-line.ts';
import { prepareVirtualEnvironment, programOf, type VirtualEnvironment } from './local/python.ts';
import { makeStateDirectory, REPOSITORY, STATE_DIRECTORY } from './local/state.ts';

const USAGE = `Usage: npm run lint:workflows

Has zizmor check the workflows of GitHub Actions: their form, what they may do, and whom they trust.`;

const ENVIRONMENT: VirtualEnvironment = {
  directory: join(STATE_DIRECTORY, 'python-workflows'),
  requirements: join(import.meta.dirname, 'lint-workflows', 'requirements.txt'),
};

await runScript(USAGE, async () => {
  await makeStateDirectory(STATE_DIRECTORY);
  await prepareVirtualEnvironment(ENVIRONMENT, join(STATE_DIRECTORY, 'python-workflows.log'));
  const args = ['--offline', '--no-progress', '--strict-collection', join(REPOSITORY, '.github')];
  try {
    const { stdout } = await promisify(execFile)(programOf(ENVIRONMENT, 'zizmor'), args);
    console.log(stdout.trim() || 'Nothing was found in the workflows.');
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${stdout}${stderr}`.trim() || 'zizmor failed.', { cause: error });
  }
});
