import type { AuditEntry, AuditLog, AuditPage } from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';

export class InMemoryAuditLog implements AuditLog {
  readonly #begun = new Map<string, AuditEntry>();
  readonly #ended = new Map<string, AuditEntry>();

  async begin(entry: AuditEntry): Promise<void> {
    if (!this.#begun.has(entry.id))
      this.#begun.set(entry.id, frozenCopy({ ...entry, outcome: 'unfinished' }));
  }

  async append(entry: AuditEntry): Promise<void> {
    if (!this.#ended.has(entry.id)) this.#ended.set(entry.id, frozenCopy(entry));
  }

  async list({ fromMs, toMs, beforeId, limit }: Parameters<AuditLog['list']>[0]): Promise<AuditPage> {
    const all = new Map([...this.#begun, ...this.#ended]);
    const found = [...all.values()]
      .filter(({ id, atMs }) => atMs >= fromMs && atMs < toMs && (beforeId === undefined || id < beforeId))
      .toSorted((a, b) => (a.id < b.id ? 1 : -1));
    const entries = found.slice(0, limit);
    const last = entries.at(-1);
    return { entries, ...(last && found.length > limit && { nextBeforeId: last.id }) };
  }
}
