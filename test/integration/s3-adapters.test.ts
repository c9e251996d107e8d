import { randomUUID } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createS3Client, createS3ExportFiles, createS3ExportLinks } from '@token-ledger/aws';
import { describeExportFiles } from '../behaviour/export-files.ts';
import { patient } from './support/patient.ts';

/* The adapters against S3's API over HTTP: the endpoint, region and credentials of the environment. */

const client = patient(createS3Client());
afterAll(() => client.destroy());

async function createBucket(): Promise<string> {
  const Bucket = `adapters-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

describeExportFiles('files on S3', async () => createS3ExportFiles({ client, bucket: await createBucket() }));

describe('a link', () => {
  it('is signed, for one file and a limited time', async () => {
    const link = new URL(await createS3ExportLinks({ client, bucket: 'bucket' })('a/1/file', 900));
    expect(link.pathname).toBe('/bucket/a/1/file');
    const { 'X-Amz-Expires': seconds, 'X-Amz-Signature': signature } = Object.fromEntries(link.searchParams);
    expect([seconds, signature]).toEqual(['900', expect.stringMatching(/^[0-9a-f]{64}$/)]);
    // A checksum of an empty body would make every download fail.
    expect([...link.searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
  });
});
