import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { ExportFiles, FileDescription } from '@token-ledger/core';

export interface S3ExportFilesOptions {
  readonly client: S3Client;
  readonly bucket: string;
}

/**
 * Files are objects of a bucket. Lifecycle rules of the bucket delete files and uploads that the product leaves behind.
 */
export function createS3ExportFiles({ client, bucket: Bucket }: S3ExportFilesOptions): ExportFiles {
  return {
    async putFile(Key, Body, description) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ...headersOf(description) }));
    },

    async *readFile(Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) throw new Error(`S3 answered without the content of ${Key}.`);
      yield* Body as AsyncIterable<Uint8Array>;
    },

    async deleteFile(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },

    async startUpload(Key, description) {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket, Key, ...headersOf(description) }),
      );
      if (UploadId === undefined) throw new Error(`S3 answered without the id of the upload of ${Key}.`);
      return UploadId;
    },

    async uploadPart(Key, UploadId, number, Body) {
      const { ETag } = await client.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: number, Body }),
      );
      if (ETag === undefined) throw new Error(`S3 answered without the tag of part ${number} of ${Key}.`);
      return { number, tag: ETag };
    },

    async completeUpload(Key, UploadId, parts) {
      const Parts = parts.map(({ number, tag }) => ({ PartNumber: number, ETag: tag }));
      try {
        await client.send(
          new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
        );
      } catch (error) {
        // Completed by an earlier attempt whose answer got lost: no two uploads have the same key.
        if (!isGone(error)) throw error;
        await client.send(new HeadObjectCommand({ Bucket, Key })).catch(() => {
          throw error;
        });
      }
    },

    async abortUpload(Key, UploadId) {
      try {
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
}

function headersOf({ name, contentType }: FileDescription) {
  return { ContentType: contentType, ContentDisposition: `attachment; filename="${name}"` };
}

function isGone(error: unknown): boolean {
  return error instanceof Error && error.name === 'NoSuchUpload';
}
