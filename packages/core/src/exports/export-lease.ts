import type { Clock } from '../time/clock.ts';
import type { ExportFile, ExportJob } from './export-job.ts';
import type { ExportStore } from './export-store.ts';

/** Another writer, or a deletion, changed the export. */
export class SupersededError extends Error {
  override name = 'SupersededError';
}

/** The writer is out of time; its last checkpoint lets another writer resume. */
export class OutOfTimeError extends Error {
  override name = 'OutOfTimeError';
}

export interface LeaseDeps {
  readonly exports: ExportStore;
  readonly clock: Clock;
}

/** A function ends soon after its deadline in any case. */
const MARGIN_MS = 30_000;

/** The right to write an export, and the export's last stored state. Every save checks that the right still holds. */
export class ExportLease {
  readonly #deps: LeaseDeps;
  #job: ExportJob;

  private constructor(deps: LeaseDeps, job: ExportJob) {
    this.#deps = deps;
    this.#job = job;
  }

  static async take(deps: LeaseDeps, job: ExportJob, deadlineMs: number): Promise<ExportLease> {
    const lease = new ExportLease(deps, job);
    await lease.save({
      status: 'running',
      attempt: job.attempt + 1,
      leasedUntilMs: deadlineMs + MARGIN_MS,
      files: job.files.map(skipPartNumber),
    });
    return lease;
  }

  get job(): ExportJob {
    return this.#job;
  }

  file(index: number): ExportFile {
    const file = this.#job.files[index];
    if (!file) throw new RangeError(`The export has no file ${index}.`);
    return file;
  }

  /** Stores changes. Throws `SupersededError` if another writer stored changes first. */
  async save(changes: Partial<ExportJob>): Promise<void> {
    const next = {
      ...this.#job,
      ...changes,
      version: this.#job.version + 1,
      updatedAtMs: this.#deps.clock(),
    };
    if (!(await this.#deps.exports.replaceExport(next, this.#job.version)))
      throw new SupersededError(`Export ${next.id} was changed by another writer.`);
    this.#job = next;
  }

  async saveFile(index: number, file: ExportFile): Promise<void> {
    await this.save({ files: this.#job.files.map((each, at) => (at === index ? file : each)) });
  }

  /** Lets the next writer begin at once. */
  async release(): Promise<void> {
    await this.save({ leasedUntilMs: 0 });
  }
}

/** The previous writer may still be uploading the next part, so no other writer may use its number. */
function skipPartNumber(file: ExportFile): ExportFile {
  return file.upload ? { ...file, upload: { ...file.upload, nextNumber: file.upload.nextNumber + 1 } } : file;
}
