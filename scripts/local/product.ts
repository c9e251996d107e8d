import { join } from 'node:path';
import { createCdk, type StackOutputs } from './cdk.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator.ts';
import { startEmulatorContainer } from './emulator-container.ts';
import { issueFirstAccessKey } from './first-access-key.ts';
import { createFirstPeople } from './first-people.ts';
import { loopbackPort } from './loopback-port.ts';
import { logTail, stopAllProcesses } from './processes.ts';
import { type Progress, step } from './progress.ts';
import { EMULATOR_ENVIRONMENT, prepareVirtualEnvironment } from './python.ts';
import { type Deployment, makeStateDirectory, removeDeployment, writeDeployment } from './state.ts';

export interface ProductOptions extends EmulatorOptions {
  /** Receives logs, the assembly of the CDK and the description of the deployment. */
  readonly directory: string;
  /** The emulator's port on the loopback interface; any free one if absent. */
  readonly port?: number;
  /** Run the emulator in a container instead of a Python environment. */
  readonly docker?: boolean;
  /** The settings of the stage; by default those in `cdk.json`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly progress: Progress;
}

export interface Product {
  readonly deployment: Deployment;
  readonly emulator: Emulator;
  readonly emulatorLogPath: string;
  /** Stops everything that was started. All recorded usage is lost. */
  stop(): Promise<void>;
}

/**
 * Starts the whole product on this machine: an AWS emulator, the stack deployed to it as to AWS, and an access key. Leaves
 * nothing running if a step fails.
 */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { directory, settings, progress } = options;
  await makeStateDirectory(directory);
  const emulatorLogPath = emulatorLog(directory);
  const cdk = createCdk(directory, settings);
  const stop = async () => {
    await stopAllProcesses();
    await removeDeployment(directory);
  };

  try {
    // In parallel: synthesis needs no AWS.
    const [emulator] = await Promise.all([
      startAccount(options),
      step(progress, 'Stack synthesized', () =>
        // The container's emulator has no stand-in for saved queries; see emulator.py.
        cdk.synthesize(...(options.docker ? ['logQueries=false'] : [])),
      ),
    ]);
    const { endpoint } = emulator;
    const stack = await step(
      progress,
      'Stack deployed',
      () => cdk.deploy(endpoint),
      ({ stackName }) => stackName,
    );
    const deployment = await step(progress, 'API answers', () =>
      describeDeployment(emulator, stack, emulatorLogPath),
    );
    await writeDeployment(directory, deployment);
    return { deployment, emulator, emulatorLogPath, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts the emulator and prepares its account for the CDK. */
export async function startAccount(options: ProductOptions): Promise<Emulator> {
  const { directory, progress } = options;
  const emulator = await startChosenEmulator(options, emulatorLog(directory));
  await step(progress, 'AWS account bootstrapped', () => createCdk(directory).bootstrap(emulator.endpoint));
  return emulator;
}

const emulatorLog = (directory: string) => join(directory, 'emulator.log');

async function startChosenEmulator(
  { directory, port, docker, progress, ...options }: ProductOptions,
  logPath: string,
): Promise<Emulator> {
  const free = await loopbackPort(port);
  const describe = ({ endpoint }: Emulator) => endpoint;
  if (docker) {
    return step(progress, 'AWS emulator started', () => startEmulatorContainer(free, logPath), describe);
  }
  await step(
    progress,
    'Python prepared',
    () => prepareVirtualEnvironment(EMULATOR_ENVIRONMENT, join(directory, 'python.log')),
    (version) => version,
  );
  return step(progress, 'AWS emulator started', () => startEmulator(free, logPath, options), describe);
}

/** Creates the first access key and people, and checks that the API accepts the key. */
async function describeDeployment(
  { endpoint, pid: emulatorPid }: Emulator,
  stack: StackOutputs,
  emulatorLogPath: string,
): Promise<Deployment> {
  const accessKey = await issueFirstAccessKey(endpoint, stack.outputs);
  const apiUrl = apiUrlOnLoopback(endpoint, stack.outputs);
  const response = await fetch(`${apiUrl}/v1/health`, { headers: { authorization: `Bearer ${accessKey}` } });
  if (!response.ok) {
    throw new Error(
      `GET /v1/health answered ${response.status}: ${await response.text()}\n\n${await logTail(emulatorLogPath)}`,
    );
  }
  const people = await createFirstPeople(endpoint, apiUrl, stack.outputs);
  return { pid: process.pid, emulatorPid, endpoint, apiUrl, accessKey, people, ...stack };
}

/** The stack's output has the API's host name on AWS, which does not resolve here. The emulator takes the API's id in the path. */
export function apiUrlOnLoopback(endpoint: string, outputs: StackOutputs['outputs']): string {
  const id = /^https?:\/\/([a-z0-9]+)\.execute-api\./.exec(outputs['ApiUrl'] ?? '')?.[1];
  if (id === undefined)
    throw new Error(`The stack's output ApiUrl is not the URL of an API: ${outputs['ApiUrl']}`);
  return `${endpoint}/_aws/execute-api/${id}`;
}
