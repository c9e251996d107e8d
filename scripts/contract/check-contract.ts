import { dirname, join } from 'node:path';
import { runToEnd } from '../local/processes.ts';
import { prepareVirtualEnvironment, programOf, type VirtualEnvironment } from '../local/python.ts';
import { type Deployment, REPOSITORY, STATE_DIRECTORY } from '../local/state.ts';

const ENVIRONMENT: VirtualEnvironment = {
  directory: join(STATE_DIRECTORY, 'python-contract'),
  requirements: join(import.meta.dirname, 'requirements.txt'),
};

/** Could end the access key that everything else is asked with, so it comes last. */
const LAST = 'rotateAccessKey';

export interface ContractCheckOptions {
  /** Requests made up for each operation, beside the examples and the limits of every field. */
  readonly examples: number;
  /** What happens is decided by it. */
  readonly seed: number;
  readonly phases: readonly ('examples' | 'coverage' | 'fuzzing' | 'stateful')[];
  readonly logPath: string;
}

/**
 * Has Schemathesis make up requests from the OpenAPI document, send them to a deployment and hold every answer against the
 * document. What is in the deployment is changed at random. @throws Error with what was found.
 */
export async function checkContract(
  { apiUrl, accessKey }: Pick<Deployment, 'apiUrl' | 'accessKey'>,
  { examples, seed, phases, logPath }: ContractCheckOptions,
): Promise<void> {
  await prepareVirtualEnvironment(ENVIRONMENT, `${logPath}.python`);
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
      // Where it keeps what it learns, too.
      cwd: dirname(logPath),
      env: { ...process.env, TOKEN_LEDGER_KEY: accessKey },
      logPath: log,
    });
  await run(logPath, '--exclude-operation-id', LAST);
  await run(`${logPath}.${LAST}`, '--include-operation-id', LAST);
}
