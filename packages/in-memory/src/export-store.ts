import { compareIds, type ExportJob, type ExportStore } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryExportStoreOptions {
  /** Runs every operation; at once if absent. */
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

  /** Within a step of another store that is stored in the same place. */
  insertAtOnce(job: ExportJob): void {
    if (this.#jobs.has(job.id)) throw new Error(`There is an export ${job.id} already.`);
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
