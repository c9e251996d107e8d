import type {
  DayAudit,
  DayAuditStore,
  QualityStatuses,
  QualityStatusStore,
  StatusKind,
} from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

/** Nothing expires. */
export class InMemoryQualityStore implements DayAuditStore, QualityStatusStore {
  readonly #audits = new Map<string, DayAudit>();
  readonly #statuses = new Map<StatusKind, QualityStatuses>();
  readonly #step: Step;

  constructor({ step = runAtOnce }: { readonly step?: Step } = {}) {
    this.#step = step;
  }

  getDayAudit(day: string): Promise<DayAudit | undefined> {
    return this.#step('getDayAudit', () => this.#audits.get(day));
  }

  async listDayAudits(fromDay: string, toDay: string): Promise<readonly DayAudit[]> {
    return [...this.#audits.values()]
      .filter(({ day }) => day >= fromDay && day <= toDay)
      .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  }

  putDayAudit(audit: DayAudit): Promise<boolean> {
    return this.#step('putDayAudit', () => putNext(this.#audits, audit.day, audit));
  }

  getStatuses(kind: StatusKind): Promise<QualityStatuses | undefined> {
    return this.#step('getStatuses', () => this.#statuses.get(kind));
  }

  putStatuses(kind: StatusKind, statuses: QualityStatuses): Promise<boolean> {
    return this.#step('putStatuses', () => putNext(this.#statuses, kind, statuses));
  }
}

function putNext<K, V extends { readonly revision: number }>(values: Map<K, V>, key: K, next: V): boolean {
  if ((values.get(key)?.revision ?? 0) !== next.revision - 1) return false;
  values.set(key, frozenCopy(next));
  return true;
}
