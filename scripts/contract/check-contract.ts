import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runToEnd } from '../local/processes.ts';
import { prepareVirtualEnvironment, programOf, type VirtualEnvironment } from '../local/python.ts';
import { type Deployment, REPOSITORY, STATE_DIRECTORY } from '../local/state.ts';

const ENVIRONMENT: VirtualEnvironment = {
  directory: join(STATE_DIRECTORY, 'python-contract'),
  requirements: join(import.meta.dirname, 'requirements.txt'),
};

/** Comes last, because it may end the access key that all other requests carry. */
const LAST = 'rotateAccessKey';

export interface ContractCheckOptions {
  /** Requests to make up for each operation, besides the examples and the limits of every field. */
  readonly examples: number;
  /** The same seed makes up the same requests. */
  readonly seed: number;
  readonly phases: readonly ('examples' | 'coverage' | 'fuzzing' | 'stateful')[];
  readonly logPath: string;
}

/** Installs Schemathesis, unless it is installed already. */
export async function prepareContractCheck(): Promise<void> {
  await mkdir(STATE_DIRECTORY, { recursive: true });
  await prepareVirtualEnvironment(ENVIRONMENT, join(STATE_DIRECTORY, 'python-contract.log'));
}

/**
 * Runs Schemathesis, which makes up requests from the OpenAPI document, sends them to a deployment and checks every answer
 * against the document. The data of the deployment is changed at random. @throws Error with what was found.
 */
export async function checkContract(
  { apiUrl, accessKey }: Pick<Deployment, 'apiUrl' | 'accessKey'>,
  { examples, seed, phases, logPath }: ContractCheckOptions,
): Promise<void> {
  await prepareContractCheck();
  const run = (log: string, ...filter: readonly string[]) =>
    runToEnd({
      executable: programOf(ENVIRONMENT, 'schemathesis'),
      args: [
        '--config-file',
        join(import.meta.dirname, 'schemathesis.toml'),
        'run',
        join(REPOSITORY, 'packages', 'contract', 'openapi.json'),
        '--url',
        apiUrl,
        '--phases',
        phases.join(','),
        '--max-examples',
        String(examples),
        '--seed',
        String(seed),
        '--no-color',
        ...filter,
      ],
      // Schemathesis also stores its examples there.
      cwd: dirname(logPath),
      env: { ...process.env, TOKEN_LEDGER_KEY: accessKey },
      logPath: log,
    });
  await run(logPath, '--exclude-operation-id', LAST);
  await run(`${logPath}.${LAST}`, '--include-operation-id', LAST);
}
