import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { awaitReady, type Emulator, emulatorSettings } from './emulator.ts';
import { LOOPBACK } from './loopback-port.ts';
import { runToEnd, startProcess } from './processes.ts';
import { REPOSITORY } from './state.ts';

const IMAGE = 'ministackorg/ministack';

/** Starts MiniStack in a container, for machines without a recent Python. Resolves when it answers. */
export async function startEmulatorContainer(port: number, logPath: string): Promise<Emulator> {
  await checkDocker();
  // One name per clone, so that a container left behind by a crash is found and removed.
  const name = `token-ledger-${createHash('sha256').update(REPOSITORY).digest('hex').slice(0, 12)}`;
  await removeContainer(name);
  const image = await pullImage(logPath);
  const settings = Object.entries(emulatorSettings(port)).map(([key, value]) => `--env=${key}=${value}`);
  const running = await startProcess({
    executable: 'docker',
    // The same port inside and outside, because both sides use the URLs that the emulator returns.
    args: ['run', '--rm', `--name=${name}`, `--publish=${LOOPBACK}:${port}:${port}`, ...settings, image],
    cwd: REPOSITORY,
    env: process.env,
    logPath,
    cleanUp: () => removeContainer(name),
  });
  return awaitReady(running, port, logPath);
}

/** Pulls the container image of the version that requirements.txt pins. */
async function pullImage(logPath: string): Promise<string> {
  const requirements = await readFile(join(import.meta.dirname, 'requirements.txt'), 'utf8');
  const version = /^ministack==(\S+)/m.exec(requirements)?.[1];
  if (version === undefined) throw new Error('requirements.txt does not pin ministack.');
  const image = `${IMAGE}:${version}`;
  const present = await docker('image', 'inspect', image).catch(() => undefined);
  if (present === undefined) {
    await runToEnd({
      executable: 'docker',
      args: ['pull', image],
      cwd: REPOSITORY,
      env: process.env,
      logPath,
    });
  }
  return image;
}

/** Does nothing if there is no such container. */
async function removeContainer(name: string): Promise<void> {
  await docker('rm', '--force', name).catch(() => undefined);
}

async function checkDocker(): Promise<void> {
  try {
    await docker('version', '--format={{.Server.Version}}');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Error(
      `--docker needs Docker, but ${missing ? 'there is no command docker' : 'its daemon does not answer'}. ` +
        `${missing ? 'Install Docker' : 'Start Docker'}, or leave out --docker to use Python.`,
      { cause: error },
    );
  }
}

async function docker(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('docker', args);
  return stdout;
}
