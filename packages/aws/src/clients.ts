import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/*
 * The services usually answer within milliseconds, so a call that takes seconds is lost and is better sent again. Four
 * attempts of at most 6 s, and the waits between them, end well within the 60 s of a function.
 *
 * Standard retries, not adaptive ones: those slow down the whole client after a throttled call, so one hot partition
 * would delay writes to all others.
 */
export const CLIENT_SETTINGS = {
  retryMode: 'standard',
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** Endpoint, region and credentials come from the environment, as everywhere in the AWS SDK. */
export function createDocumentClient(): DynamoDBDocumentClient {
  // Whole numbers beyond 2^53 are read and written as bigint: the SDK's default is exact here.
  return DynamoDBDocumentClient.from(new DynamoDBClient(CLIENT_SETTINGS), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/**
 * Endpoint, region and credentials come from the environment, as everywhere in the AWS SDK. Gives up after two attempts
 * of at most 3 s, so that a request has time left to write what could not be queued.
 */
export function createSqsClient(): SQSClient {
  const requestHandler = { ...CLIENT_SETTINGS.requestHandler, requestTimeout: 2_000 };
  return new SQSClient({ ...CLIENT_SETTINGS, maxAttempts: 2, requestHandler });
}
