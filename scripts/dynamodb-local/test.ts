/*
 * Runs the tests of the stores against DynamoDB Local, Amazon's own engine.
 * Exit code: that of the tests; 2 when Java or Maven is missing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { MissingToolError, startDynamoDbLocal } from './engine.ts';

const JEST = join(import.meta.dirname, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js');
const CONFIG = join(import.meta.dirname, 'jest.config.js');

try {
  process.exitCode = await runTests();
} catch (error) {
  if (!(error instanceof MissingToolError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function runTests(): Promise<number> {
  // Ctrl-C also reaches the tests and the engine; this process waits for both.
  process.on('SIGINT', () => undefined);
  const engine = await startDynamoDbLocal();
  try {
    const environment = {
      AWS_ENDPOINT_URL: engine.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    const tests = spawn(process.execPath, [JEST, '--config', CONFIG, ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...process.env, ...environment },
    });
    process.once('SIGTERM', () => tests.kill('SIGTERM'));
    const [code] = (await once(tests, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    await engine.stop();
  }
}
