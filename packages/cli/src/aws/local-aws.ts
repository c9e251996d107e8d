import type { Io } from '../io.ts';
import { findTarget } from '../session/target.ts';

/** What commands that need AWS know about a deployment. */
export type StackOutputs = Readonly<Record<string, string>>;

/**
 * The outputs of the stack that `npm start` deployed, if that is the ledger in use. From then on this process uses the emulator
 * and never AWS: the clients of all services read the environment.
 */
export async function useLocalAws(io: Io, profile: string | undefined): Promise<StackOutputs | undefined> {
  const target = await findTarget(io, profile).catch(() => undefined);
  if (!target?.local) return undefined;
  const { endpoint, outputs } = target.local;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  delete process.env['AWS_PROFILE'];
  delete process.env['AWS_SESSION_TOKEN'];
  return outputs;
}
