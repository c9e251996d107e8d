import type { ExportJob, FileDescription, UploadedPart } from './export-job.ts';

/** Stores what to export, and how far each export is. */
export interface ExportStore {
  /** The id must not have been used before. */
  insertExport(job: ExportJob): Promise<void>;
  /** Strongly consistent. */
  getExport(id: string): Promise<ExportJob | undefined>;
  /**
   * Compare-and-swap: stores the job if the stored one still has the version `replaces`; returns whether it did. May
   * return false although it stored the job, if the answer to a first attempt was lost: read the stored job to find
   * out.
   */
  replaceExport(job: ExportJob, replaces: number): Promise<boolean>;
  deleteExport(id: string): Promise<void>;
  /** Newest first; those with ids before `beforeId`. */
  listExports(options: { limit: number; beforeId?: string }): Promise<readonly ExportJob[]>;
}

/** Announces that an export needs work, at least once. */
export interface ExportQueue {
  send(exportId: string): Promise<void>;
}

/** Files of any size, written in parts. Uploads that are never completed disappear by themselves. */
export interface ExportFiles {
  putFile(key: string, content: Uint8Array, description: FileDescription): Promise<void>;
  /** The content of a file. Rejects if the file does not exist. */
  readFile(key: string): AsyncIterable<Uint8Array>;
  /** Does nothing if the file does not exist. */
  deleteFile(key: string): Promise<void>;
  /** Starts to write a file in parts; returns the id of the upload. */
  startUpload(key: string, description: FileDescription): Promise<string>;
  /** Numbers are 1 to 10,000. All parts but the last have at least 5 MiB. Using a number again replaces its part. */
  uploadPart(key: string, uploadId: string, number: number, content: Uint8Array): Promise<UploadedPart>;
  /** Joins the parts into a file, in ascending order of their numbers; drops other parts. Safe to repeat. */
  completeUpload(key: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void>;
  /** Drops all parts; does nothing if the upload does not exist. */
  abortUpload(key: string, uploadId: string): Promise<void>;
}
