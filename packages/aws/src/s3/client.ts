import { S3Client } from '@aws-sdk/client-s3';

/**
 * Endpoint, region and credentials come from the environment, as everywhere in the AWS SDK. A part of 8 MiB may take a
 * few seconds; an upload that takes half a minute is lost and is better sent again.
 */
export function createS3Client(): S3Client {
  const endpoint = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
  return new S3Client({
    retryMode: 'standard',
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    // Otherwise links carry a checksum of an empty body, and parts a checksum that completing the upload has to repeat.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // A custom endpoint has no host names for buckets.
    forcePathStyle: endpoint !== undefined,
  });
}
