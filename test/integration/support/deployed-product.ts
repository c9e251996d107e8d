import { type Deployment, readDeployment } from '../../../scripts/local/state.ts';

/** Names the directory that describes the deployment under test. */
export const DEPLOYMENT_VARIABLE = 'TOKEN_LEDGER_TEST_DIRECTORY';

/** The deployment under test. */
export async function deployedProduct(): Promise<Deployment> {
  const directory = process.env[DEPLOYMENT_VARIABLE];
  const deployment = directory === undefined ? undefined : await readDeployment(directory);
  if (deployment === undefined)
    throw new Error('The product under test is not running: see global-setup.ts.');
  return deployment;
}
