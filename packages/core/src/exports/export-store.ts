import type { ExportJob, FileDescription, UploadedPart } from './export-job.ts';

/** What was asked to be exported, and how far it is. */
export interface ExportStore {
  /** The id is new. */
  insertExport(job: ExportJob): Promise<void>;
  /** Strongly consistent. */
  getExport(id: string): Promise<ExportJob | undefined>;
  /**
   * Compare-and-swap: stores the job if the stored one still has the version `replaces`; tells whether. May say no although
   * it did, when the answer to a first attempt was lost: who is told no has to read what is stored.
   */
  replaceExport(job: ExportJob, replaces: number): Promise<boolean>;
  deleteExport(id: string): Promise<void>;
  /** The newest first, those with ids before `beforeId`. */
  listExports(options: { limit: number; beforeId?: string }): Promise<readonly ExportJob[]>;
}

/** Tells that there is something to do for an export, at least once. */
export interface ExportQueue {
  send(exportId: string): Promise<void>;
}

/** Files of any size, written in parts. What was begun and is never completed disappears by itself. */
export interface ExportFiles {
  putFile(key: string, content: Uint8Array, description: FileDescription): Promise<void>;
  /** The content, as it was when it was put. Rejects if there is no such file. */
  readFile(key: string): AsyncIterable<Uint8Array>;
  /** Also when there is none. */
  deleteFile(key: string): Promise<void>;
  /** Begins to write a file in parts, and returns the id of the upload. */
  startUpload(key: string, description: FileDescription): Promise<string>;
  /** Numbers are 1 to 10,000. All parts but the last have at least 5 MiB. A number used again replaces its part. */
  uploadPart(key: string, uploadId: string, number: number, content: Uint8Array): Promise<UploadedPart>;
  /** Makes the file of the parts, in ascending order of their numbers; others are dropped. Holds also when asked again. */
  completeUpload(key: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void>;
  /** Drops all parts, also when there is no such upload any more. */
  abortUpload(key: string, uploadId: string): Promise<void>;
}
