import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runToEnd } from './processes.ts';
import { STATE_DIRECTORY } from './state.ts';

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

class PythonNotFoundError extends Error {
  override name = 'PythonNotFoundError';
}

/** A private virtual environment: its directory, and the file that pins its packages. */
export interface VirtualEnvironment {
  readonly directory: string;
  readonly requirements: string;
  /** Whether its programs install packages themselves. */
  readonly needsPip?: boolean;
}

/** The emulator's environment, shared by all commands that start one. */
export const EMULATOR_ENVIRONMENT: VirtualEnvironment = {
  directory: join(STATE_DIRECTORY, 'python'),
  requirements: join(import.meta.dirname, 'requirements.txt'),
};

/** A program of a virtual environment, such as `python`. */
export function programOf({ directory }: VirtualEnvironment, name: string): string {
  return join(directory, 'bin', name);
}

/**
 * Creates a virtual environment, unless one exists from the same Python and the same requirements. Returns the version of
 * Python.
 */
export async function prepareVirtualEnvironment(
  environment: VirtualEnvironment,
  logPath: string,
): Promise<string> {
  const python = await findPython([process.env['PYTHON'] ?? [], CANDIDATES].flat());
  const madeFrom = createHash('sha256')
    .update(`${python.executable} ${python.version}\n`)
    .update(await readFile(environment.requirements))
    .digest('hex');
  const marker = join(environment.directory, 'made-from');
  if (madeFrom !== (await readFile(marker, 'utf8').catch(() => ''))) {
    await makeVirtualEnvironment(environment, python.executable, logPath);
    await writeFile(marker, madeFrom);
  }
  return python.version;
}

async function makeVirtualEnvironment(
  environment: VirtualEnvironment,
  python: string,
  logPath: string,
): Promise<void> {
  const { directory, requirements, needsPip = false } = environment;
  // A pip of its own takes as long to install as the packages, which the pip of Python itself can install too.
  const isOutside = !needsPip && (await canInstallOutside(python));
  const run = (executable: string, ...args: string[]) =>
    runToEnd({ executable, args, cwd: import.meta.dirname, env: process.env, logPath });
  await rm(directory, { recursive: true, force: true });
  try {
    await run(python, '-m', 'venv', ...(isOutside ? ['--without-pip'] : []), directory);
  } catch (error) {
    const hint = 'On Debian and Ubuntu, run: apt install python3-venv.';
    throw new Error(`${python} could not create a virtual environment. ${hint}`, { cause: error });
  }
  const inside = programOf(environment, 'python');
  const pip = isOutside ? [python, '-m', 'pip', '--python', inside] : [inside, '-m', 'pip'];
  const [executable = inside, ...args] = pip;
  await run(executable, ...args, 'install', '--disable-pip-version-check', '--requirement', requirements);
}

/** Whether Python has a pip that knows `--python`, as from 22.3 on. Debian's has none. */
async function canInstallOutside(python: string): Promise<boolean> {
  const args = ['-m', 'pip', '--disable-pip-version-check', '--version'];
  const { stdout } = await promisify(execFile)(python, args).catch(() => ({ stdout: '' }));
  const [, major = 0, minor = 0] = (/^pip (\d+)\.(\d+)/.exec(stdout) ?? []).map(Number);
  return major > 22 || (major === 22 && minor >= 3);
}

interface Python {
  readonly executable: string;
  /** Such as `3.13.1`. */
  readonly version: string;
}

/** The first candidate that is recent enough. Throws a `PythonNotFoundError` that lists all candidates. */
export async function findPython(candidates: readonly string[]): Promise<Python> {
  const rejected: string[] = [];
  for (const executable of candidates) {
    const version = await versionOf(executable);
    if (version !== undefined && isRecentEnough(version)) return { executable, version };
    rejected.push(`${executable} (${version ?? 'not found'})`);
  }
  throw new PythonNotFoundError(
    `The AWS emulator needs Python ${MINIMUM.join('.')} or newer. Tried: ${rejected.join(', ')}.\n` +
      'Install a newer Python, name one with PYTHON=/path/to/python npm start, ' +
      'or run the emulator in a container with npm start -- --docker.',
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
