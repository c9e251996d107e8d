import type { LocalDeployment } from '../session/local-deployment.ts';

/** From then on this process uses the emulator of `npm start` and never AWS: the clients of all services read the environment. */
export function useLocalAws({ endpoint }: LocalDeployment): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  delete process.env['AWS_PROFILE'];
  delete process.env['AWS_SESSION_TOKEN'];
}
