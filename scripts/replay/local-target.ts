import { SQSClient } from '@aws-sdk/client-sqs';
import { emulatorClient } from '../local/aws-environment.ts';
import type { Deployment } from '../local/state.ts';
import type { ReplayTarget } from './run-replay.ts';

/** The product that runs on this machine. */
export function localTarget({ apiUrl, accessKey, endpoint, outputs }: Deployment): ReplayTarget {
  const { LiveQueueUrl, BulkQueueUrl } = outputs;
  if (LiveQueueUrl === undefined || BulkQueueUrl === undefined) {
    throw new Error('The stack has no outputs LiveQueueUrl and BulkQueueUrl.');
  }
  return {
    api: { url: apiUrl, accessKey },
    queues: {
      client: new SQSClient(emulatorClient(endpoint)),
      url: LiveQueueUrl,
      urls: [LiveQueueUrl, BulkQueueUrl],
    },
  };
}
