import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import { REPOSITORY } from './state.ts';

export const LOCAL_REGION = 'us-east-1';
export const LOCAL_ACCOUNT = '000000000000';
/** Any credentials work: the emulator checks no signatures. */
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Options of an AWS SDK client for the emulator. */
export function emulatorClient(endpoint: string) {
  return { endpoint, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS };
}

/**
 * The environment for tools that use the emulator and never AWS: without the user's AWS configuration, credentials and
 * proxies.
 */
export function emulatorEnvironment(endpoint: string): NodeJS.ProcessEnv {
  return {
    ...neutralEnvironment(),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
  };
}

/** From now on, clients of AWS in this process and its children reach the emulator and nothing else. */
export function useEmulator(endpoint: string): void {
  const environment = emulatorEnvironment(endpoint);
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
}

/** The user's environment without settings of AWS, the CDK and proxies, and with the Node.js of this repository first. */
export function neutralEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|CDK_|https?_proxy$)/i.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: [join(REPOSITORY, 'node_modules', 'node', 'bin'), process.env['PATH']].join(delimiter),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
