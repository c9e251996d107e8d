/*
 * Amazon's DynamoDB Local. Maven downloads it, so the machine's mirrors and proxies apply.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const LIBRARIES = join(import.meta.dirname, '..', '..', '.token-ledger', 'dynamodb-local');
const OLDEST_JAVA = 17;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

/** A tool is not installed; the message names it. */
export class MissingToolError extends Error {
  override name = 'MissingToolError';
}

export interface Engine {
  /** Reachable from this machine only. */
  readonly endpoint: string;
  /** Resolves when the process is gone. */
  stop(): Promise<void>;
}

/**
 * Downloads the engine if necessary, and starts it empty and in memory.
 *
 * @throws MissingToolError
 */
export async function startDynamoDbLocal(): Promise<Engine> {
  requireJava();
  if (!existsSync(LIBRARIES)) download();
  const server = spawn(
    'java',
    [
      `-Dsqlite4java.library.path=${LIBRARIES}`,
      '-cp',
      join(LIBRARIES, '*'),
      join(import.meta.dirname, 'LoopbackServer.java'),
      '-inMemory',
      '-disableTelemetry',
    ],
    // It writes a file with its id into the folder it is started in, even with telemetry disabled.
    { cwd: LIBRARIES, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  try {
    return { endpoint: `http://127.0.0.1:${await listeningPort(server)}`, stop: () => stop(server) };
  } catch (error) {
    await stop(server);
    throw error;
  }
}

/** Java compiles the server when it starts it, so a runtime without a compiler is not enough. */
function requireJava(): void {
  const { stdout, error } = spawnSync('javac', ['-version'], { encoding: 'utf8' });
  const version = Number(/javac (\d+)/.exec(stdout ?? '')?.[1]);
  if (error || !(version >= OLDEST_JAVA)) {
    const found = version ? `found version ${version}` : 'found no javac';
    throw new MissingToolError(
      `DynamoDB Local needs a Java development kit of version ${OLDEST_JAVA} or newer (${found}).`,
    );
  }
}

function download(): void {
  console.log('Downloading DynamoDB Local, about 50 MB.');
  const pom = join(import.meta.dirname, 'pom.xml');
  const { status, error } = spawnSync(
    'mvn',
    [
      '--quiet',
      '--batch-mode',
      '--file',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${LIBRARIES}`,
    ],
    { stdio: 'inherit' },
  );
  if (error) throw new MissingToolError('Downloading DynamoDB Local needs Maven (found no mvn).');
  if (status === 0) return;
  // The next run would take a partial download for a complete one.
  rmSync(LIBRARIES, { recursive: true, force: true });
  throw new Error(`Maven failed to download DynamoDB Local (exit code ${status}).`);
}

/** Rejects with the output of the server when it exits or takes too long. */
async function listeningPort(server: ChildProcess): Promise<number> {
  const printed: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  for (const stream of [server.stdout, server.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      printed.push(line);
      const port = /^Listening on port (\d+)$/.exec(line)?.[1];
      if (port) resolve(Number(port));
    });
  }
  const fail = (why: string) => reject(new Error(`DynamoDB Local ${why}.\n${printed.join('\n')}`));
  server.once('error', (error) => fail(`could not be started: ${error.message}`));
  server.once('exit', (code) => fail(`exited with code ${code}`));
  const timeout = setTimeout(() => fail(`was not ready after ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(timeout);
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  const timeout = setTimeout(() => server.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await gone;
  clearTimeout(timeout);
}
