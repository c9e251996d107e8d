import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { prepareVirtualEnvironment, programOf } from '../../scripts/local/python.ts';
import { STATE_DIRECTORY } from '../../scripts/local/state.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const PACKAGE = join(REPOSITORY, 'clients', 'python');

const ENVIRONMENT = {
  directory: join(STATE_DIRECTORY, 'python-client'),
  requirements: join(PACKAGE, 'tests', 'requirements.txt'),
  // Installs the client.
  needsPip: true,
};

/** Installs Anthropic's SDK for Python, unless it is installed already. */
export async function preparePythonClient(): Promise<void> {
  mkdirSync(STATE_DIRECTORY, { recursive: true });
  await prepareVirtualEnvironment(ENVIRONMENT, join(STATE_DIRECTORY, 'python-client.log'));
}

/** Runs Python with the client from its sources; returns what it printed. */
export async function runPython(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(programOf(ENVIRONMENT, 'python'), args, {
    cwd: PACKAGE,
    env: { ...process.env, PYTHONPATH: join(PACKAGE, 'src'), PYTHONDONTWRITEBYTECODE: '1', ...env },
    maxBuffer: 16_777_216,
  });
}
