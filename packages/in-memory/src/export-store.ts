import { compareIds, type ExportJob, type ExportStore } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryExportStoreOptions {
  /** Wraps every operation; by default it runs at once. */
  readonly step?: Step;
}

export class InMemoryExportStore implements ExportStore {
  readonly #step: Step;
  readonly #jobs = new Map<string, ExportJob>();

  constructor({ step = runAtOnce }: InMemoryExportStoreOptions = {}) {
    this.#step = step;
  }

  insertExport(job: ExportJob): Promise<void> {
    return this.#step('insertExport', () => this.insertAtOnce(job));
  }

  /** For another store that inserts the job within a step of its own. */
  insertAtOnce(job: ExportJob): void {
    if (this.#jobs.has(job.id)) throw new Error(`The export ${job.id} already exists.`);
    this.#jobs.set(job.id, frozenCopy(job));
  }

  getExport(id: string): Promise<ExportJob | undefined> {
    return this.#step('getExport', () => this.#jobs.get(id));
  }

  replaceExport(job: ExportJob, replaces: number): Promise<boolean> {
    return this.#step('replaceExport', () => {
      if (this.#jobs.get(job.id)?.version !== replaces) return false;
      this.#jobs.set(job.id, frozenCopy(job));
      return true;
    });
  }

  deleteExport(id: string): Promise<void> {
    return this.#step('deleteExport', () => {
      this.#jobs.delete(id);
    });
  }

  listExports({ limit, beforeId }: { limit: number; beforeId?: string }): Promise<readonly ExportJob[]> {
    return this.#step('listExports', () =>
      [...this.#jobs.values()]
        .filter(({ id }) => beforeId === undefined || compareIds(id, beforeId) < 0)
        .toSorted((a, b) => compareIds(b.id, a.id))
        .slice(0, limit),
    );
  }
}
