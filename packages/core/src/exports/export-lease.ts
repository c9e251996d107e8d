import type { Clock } from '../time/clock.ts';
import type { ExportFile, ExportJob } from './export-job.ts';
import type { ExportStore } from './export-store.ts';

/** Somebody else changed the export, or began to work on it. */
export class SupersededError extends Error {
  override name = 'SupersededError';
}

/** The time of whoever writes is over; everything is stored to go on. */
export class OutOfTimeError extends Error {
  override name = 'OutOfTimeError';
}

export interface LeaseDeps {
  readonly exports: ExportStore;
  readonly clock: Clock;
}

/** After its deadline a function is soon ended, whatever it does. */
const MARGIN_MS = 30_000;

/** The right to go on with an export, and its state as last stored. Every change of it proves that right anew. */
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

  /** Stores changes. Throws `SupersededError` if somebody else did so first. */
  async save(changes: Partial<ExportJob>): Promise<void> {
    const next = {
      ...this.#job,
      ...changes,
      version: this.#job.version + 1,
      updatedAtMs: this.#deps.clock(),
    };
    if (!(await this.#deps.exports.replaceExport(next, this.#job.version)))
      throw new SupersededError(`Export ${next.id} was changed by somebody else.`);
    this.#job = next;
  }

  async saveFile(index: number, file: ExportFile): Promise<void> {
    await this.save({ files: this.#job.files.map((each, at) => (at === index ? file : each)) });
  }

  /** Lets the next one begin at once. */
  async release(): Promise<void> {
    await this.save({ leasedUntilMs: 0 });
  }
}

/** Whoever worked on it before may still be uploading the next part: under its number nobody else must. */
function skipPartNumber(file: ExportFile): ExportFile {
  return file.upload ? { ...file, upload: { ...file.upload, nextNumber: file.upload.nextNumber + 1 } } : file;
}
