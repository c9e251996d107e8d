import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

export interface S3ExportLinksOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

/** Makes links by which anybody may download one file for some time. Whoever signs needs the right to do so itself. */
export function createS3ExportLinks({ client, bucket: Bucket }: S3ExportLinksOptions) {
  return (Key: string, expiresInSeconds: number): Promise<string> =>
    getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: expiresInSeconds });
}
