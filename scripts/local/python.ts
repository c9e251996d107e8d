import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runToEnd } from './processes.ts';
import { PYTHON_DIRECTORY } from './state.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const MARKER = join(PYTHON_DIRECTORY, 'made-from');
const CANDIDATES = [
  'python3',
  'python',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
];
const MINIMUM = [3, 10] as const;

/** The interpreter in the emulator's private virtual environment. */
export const EMULATOR_PYTHON = join(PYTHON_DIRECTORY, 'bin', 'python');

class PythonNotFoundError extends Error {
  override name = 'PythonNotFoundError';
}

/**
 * Makes the private virtual environment the emulator runs in, unless it is there already, made from the same Python and
 * the same requirements. Returns the version of Python.
 */
export async function preparePython(logPath: string): Promise<string> {
  const python = await findPython([process.env['PYTHON'] ?? [], CANDIDATES].flat());
  const madeFrom = createHash('sha256')
    .update(`${python.executable} ${python.version}\n`)
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  if (madeFrom !== (await readFile(MARKER, 'utf8').catch(() => ''))) {
    await makeVirtualEnvironment(python.executable, logPath);
    await writeFile(MARKER, madeFrom);
  }
  return python.version;
}

async function makeVirtualEnvironment(python: string, logPath: string): Promise<void> {
  const run = (executable: string, ...args: string[]) =>
    runToEnd({ executable, args, cwd: import.meta.dirname, env: process.env, logPath });
  await rm(PYTHON_DIRECTORY, { recursive: true, force: true });
  try {
    await run(python, '-m', 'venv', PYTHON_DIRECTORY);
  } catch (error) {
    const hint = 'Debian and Ubuntu ship it apart: apt install python3-venv.';
    throw new Error(`${python} could not make a virtual environment. ${hint}`, { cause: error });
  }
  await run(
    EMULATOR_PYTHON,
    '-m',
    'pip',
    'install',
    '--disable-pip-version-check',
    '--requirement',
    REQUIREMENTS,
  );
}

interface Python {
  readonly executable: string;
  /** Such as `3.13.1`. */
  readonly version: string;
}

/** The first of the candidates that is recent enough. Throws a `PythonNotFoundError` that lists what was found. */
export async function findPython(candidates: readonly string[]): Promise<Python> {
  const rejected: string[] = [];
  for (const executable of candidates) {
    const version = await versionOf(executable);
    if (version !== undefined && isRecentEnough(version)) return { executable, version };
    rejected.push(`${executable} (${version ?? 'not found'})`);
  }
  throw new PythonNotFoundError(
    `The AWS emulator needs Python ${MINIMUM.join('.')} or newer. Looked for: ${rejected.join(', ')}.\n` +
      'Install a newer Python, or name one with PYTHON=/path/to/python npm start, ' +
      'or let the emulator run in a container with npm start -- --docker.',
  );
}

async function versionOf(executable: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(executable, [
      '-c',
      'import platform; print(platform.python_version())',
    ]);
    return stdout.trim();
  } catch {
    return undefined;
  }
}

function isRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}
