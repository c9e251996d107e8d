import { FrozenPartialHourError } from '../ledger/read/read-plan.ts';
import { type ExportFailure, type ExportJob, isFinal } from './export-job.ts';
import { ExportLease, OutOfTimeError, SupersededError } from './export-lease.ts';
import type { ExportStore } from './export-store.ts';
import { FileWriter, type FileWriterDeps } from './file-writer.ts';
import { TooLargeError } from './part-writer.ts';
import { convertFile, type Spreadsheets, TooManyRowsError } from './spreadsheet.ts';

/*
 * An export is written in steps, each of which is stored with all that is needed to go on behind it: parts of the file that
 * lie in the store of files, what is left over, and the position in the source. Whoever is interrupted, at any call, is
 * settings by somebody who goes on from the last step; of two at a time, the stored version lets only one go on.
 */

export interface WriteExportDeps extends FileWriterDeps {
  readonly exports: ExportStore;
  readonly spreadsheets: Spreadsheets;
}

/** `continue`: its time was over. `busy`: somebody else works on it. `done`: there is nothing left to do. */
export type WriteOutcome = 'done' | 'continue' | 'busy';

/** Goes on with an export until it is finished or `deadlineMs` is near; cleans up after one that was deleted. */
export async function writeExport(
  deps: WriteExportDeps,
  id: string,
  deadlineMs: number,
): Promise<WriteOutcome> {
  const job = await deps.exports.getExport(id);
  if (!job || isFinal(job)) return 'done';
  if (job.status === 'deleted') return removeFiles(deps, job);
  if (job.leasedUntilMs > deps.clock()) return 'busy';
  let lease: ExportLease | undefined;
  try {
    lease = await ExportLease.take(deps, job, deadlineMs);
    return await write(deps, lease, deadlineMs);
  } catch (error) {
    const stored = await deps.exports.getExport(id);
    if (!stored || stored.status === 'deleted') return 'done';
    // Whoever was superseded may find that files are gone or uploads over, which is no error.
    if (error instanceof SupersededError || stored.version !== (lease?.job ?? job).version) return 'busy';
    throw error;
  }
}

/** Gives an export up; one that is finished stays so. */
export async function failExport(deps: WriteExportDeps, id: string, failure: ExportFailure): Promise<void> {
  const job = await deps.exports.getExport(id);
  if (!job || isFinal(job) || job.status === 'deleted') return;
  const failed: ExportJob = {
    ...job,
    status: 'failed',
    failure,
    version: job.version + 1,
    updatedAtMs: deps.clock(),
  };
  if (await deps.exports.replaceExport(failed, job.version)) await deleteFiles(deps, job);
}

async function write(deps: WriteExportDeps, lease: ExportLease, deadlineMs: number): Promise<WriteOutcome> {
  try {
    for (const [index, { stage }] of lease.job.files.entries()) {
      if (stage === 'reading' || stage === 'completing')
        await new FileWriter(deps, lease, index, deadlineMs).write();
      if (lease.job.files[index]?.stage === 'converting') await convertFile(deps, lease, index, deadlineMs);
    }
    await lease.save({ status: 'finished' });
    return 'done';
  } catch (error) {
    if (error instanceof OutOfTimeError) {
      await lease.release();
      return 'continue';
    }
    const failure = failureOf(error);
    if (!failure) throw error;
    const { job } = lease;
    await lease.save({ status: 'failed', failure });
    await deleteFiles(deps, job);
    return 'done';
  }
}

function failureOf(error: unknown): ExportFailure | undefined {
  if (error instanceof TooManyRowsError) return 'too_many_rows';
  if (error instanceof TooLargeError) return 'too_large';
  return error instanceof FrozenPartialHourError ? 'range_frozen' : undefined;
}

async function removeFiles(deps: WriteExportDeps, job: ExportJob): Promise<WriteOutcome> {
  await deleteFiles(deps, job);
  await deps.exports.deleteExport(job.id);
  return 'done';
}

/** What the job knows of. What an interrupted writer left beside it expires. */
async function deleteFiles({ files }: WriteExportDeps, job: ExportJob): Promise<void> {
  for (const { upload, remainderKey, key } of job.files) {
    if (upload) await files.abortUpload(upload.key, upload.id);
    if (remainderKey !== undefined) await files.deleteFile(remainderKey);
    if (key !== undefined) await files.deleteFile(key);
  }
}
