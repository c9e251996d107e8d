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
  /** Ids that sort as they were made. */
  readonly newId: () => string;
  /** How long files are kept. */
  readonly exportRetentionDays: number;
}

/**
 * Has exported what a caller asks for, as far as the caller may see it.
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

/** Stores what is to be exported and has it written. If that cannot be, nothing is left of it. */
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

/** An export of which nothing is written yet. */
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

/** Stored exports that are read at a time at least, and looked through for one page at most. */
const LEAST_READ = 20;
const MOST_LOOKED_THROUGH = 200;

/**
 * Those that somebody may see, the newest first. There may be fewer than asked for although there are more: `nextBeforeId`
 * tells.
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

/** Stops an export that is being written, and deletes its files. Tells whether there was one. */
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
    // Whoever writes it may have been faster.
    if (!(await deps.exports.replaceExport(deleted, job.version))) continue;
    await deps.queue.send(id);
    return true;
  }
}

function isVisible({ status, expiresAtMs }: ExportJob, nowMs: number): boolean {
  return status !== 'deleted' && nowMs < expiresAtMs;
}
