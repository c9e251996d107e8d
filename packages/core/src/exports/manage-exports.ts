import { DAY_MS } from '../time/bucket.ts';
import type { Clock } from '../time/clock.ts';
import { type ExportCaller, type ExportCreator, exportCreator, permittedExport } from './export-access.ts';
import type { ExportDefinition } from './export-definition.ts';
import { type ExportJob, newFile } from './export-job.ts';
import type { ExportQueue, ExportStore } from './export-store.ts';

export interface ManageExportsDeps {
  readonly exports: ExportStore;
  readonly queue: ExportQueue;
  readonly clock: Clock;
  /** Creates ids that sort by time of creation. */
  readonly newId: () => string;
  /** How long files are kept. */
  readonly exportRetentionDays: number;
}

/**
 * Creates the export that a caller requests, as far as the caller may see it.
 *
 * @throws NotVisibleError
 */
export async function orderExport(
  deps: ManageExportsDeps,
  caller: ExportCaller,
  asked: ExportDefinition,
): Promise<ExportJob> {
  return createExport(deps, permittedExport(caller, asked), exportCreator(caller.principal));
}

/** Stores an export and queues it. If the queue rejects it, the stored export is removed. */
export async function createExport(
  deps: ManageExportsDeps,
  definition: ExportDefinition,
  createdBy: ExportCreator,
): Promise<ExportJob> {
  const job = newExport(deps, { id: deps.newId(), definition, createdBy });
  await deps.exports.insertExport(job);
  try {
    await deps.queue.send(job.id);
  } catch (error) {
    await deps.exports.deleteExport(job.id);
    throw error;
  }
  return job;
}

/** An export that nothing was written of yet. */
export function newExport(
  { clock, exportRetentionDays }: Pick<ManageExportsDeps, 'clock' | 'exportRetentionDays'>,
  asked: Pick<ExportJob, 'id' | 'definition' | 'createdBy' | 'reportId'>,
): ExportJob {
  const nowMs = clock();
  return {
    ...asked,
    version: 1,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + exportRetentionDays * DAY_MS,
    updatedAtMs: nowMs,
    status: 'queued',
    attempt: 0,
    leasedUntilMs: 0,
    files: asked.definition.subjects.map(newFile),
  };
}

/** An export that is neither deleted nor expired. */
export async function findExport(
  { exports, clock }: Pick<ManageExportsDeps, 'exports' | 'clock'>,
  id: string,
): Promise<ExportJob | undefined> {
  const job = await exports.getExport(id);
  return job && isVisible(job, clock()) ? job : undefined;
}

/** The smallest number of stored exports to read at a time, and the most to read for one page. */
const LEAST_READ = 20;
const MOST_LOOKED_THROUGH = 200;

/**
 * The exports a caller may see, newest first. A page may have fewer than `limit` although there are more: use
 * `nextBeforeId`.
 */
export async function listExports(
  { exports, clock }: Pick<ManageExportsDeps, 'exports' | 'clock'>,
  page: { readonly limit: number; readonly beforeId?: string },
  maySee: (job: ExportJob) => boolean,
): Promise<{ readonly jobs: readonly ExportJob[]; readonly nextBeforeId?: string }> {
  const jobs: ExportJob[] = [];
  const limit = Math.max(page.limit, LEAST_READ);
  let { beforeId } = page;
  for (let lookedThrough = 0; lookedThrough < MOST_LOOKED_THROUGH; lookedThrough += limit) {
    const stored = await exports.listExports({ limit, ...(beforeId !== undefined && { beforeId }) });
    for (const job of stored) {
      if (jobs.length === page.limit)
        return { jobs, ...(beforeId !== undefined && { nextBeforeId: beforeId }) };
      if (isVisible(job, clock()) && maySee(job)) jobs.push(job);
      beforeId = job.id;
    }
    if (stored.length < limit) return { jobs };
  }
  return { jobs, ...(beforeId !== undefined && { nextBeforeId: beforeId }) };
}

/** Deletes an export and its files, and stops its writer; returns whether the export existed. */
export async function deleteExport(deps: ManageExportsDeps, id: string): Promise<boolean> {
  while (true) {
    const job = await findExport(deps, id);
    if (!job) return false;
    const deleted: ExportJob = {
      ...job,
      status: 'deleted',
      version: job.version + 1,
      updatedAtMs: deps.clock(),
    };
    // The writer may have stored changes in between.
    if (!(await deps.exports.replaceExport(deleted, job.version))) continue;
    await deps.queue.send(id);
    return true;
  }
}

function isVisible({ status, expiresAtMs }: ExportJob, nowMs: number): boolean {
  return status !== 'deleted' && nowMs < expiresAtMs;
}
