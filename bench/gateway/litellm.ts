import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareVirtualEnvironment, programOf, type VirtualEnvironment } from '../../scripts/local/python.ts';
import { type RunningProcess, startProcess } from '../../scripts/local/processes.ts';
import { STATE_DIRECTORY } from '../../scripts/local/state.ts';

const DIRECTORY = join(STATE_DIRECTORY, 'bench-litellm');
const ENVIRONMENT: VirtualEnvironment = {
  directory: join(DIRECTORY, 'python'),
  requirements: join(import.meta.dirname, 'requirements.txt'),
};

/** Prepares LiteLLM in a virtual environment of its own; needs the registry of Python packages the first time. */
export async function prepareLiteLlm(): Promise<void> {
  await mkdir(DIRECTORY, { recursive: true });
  await prepareVirtualEnvironment(ENVIRONMENT, join(DIRECTORY, 'python.log'));
}
