import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CLIENT_SETTINGS } from '../clients.ts';

/**
 * Endpoint, region and credentials come from the environment, as everywhere in the AWS SDK. One attempt of at most 2 s:
 * callers poll, so the next poll is the retry.
 */
export function createCloudWatchClient(): CloudWatchClient {
  return new CloudWatchClient({
    ...CLIENT_SETTINGS,
    maxAttempts: 1,
    requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout: 2_000 },
  });
}
