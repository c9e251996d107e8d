import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

export interface S3ExportLinksOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

/**
 * Creates links that let anyone download one file for a limited time. The signer's own role needs the right to read it.
 */
export function createS3ExportLinks({ client, bucket: Bucket }: S3ExportLinksOptions) {
  return (Key: string, expiresInSeconds: number): Promise<string> =>
    getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: expiresInSeconds });
}
