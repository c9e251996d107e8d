import { DAY_MS, type LedgerStore, SLICE_MS, sliceStart, type UsageRecord } from '@token-ledger/core';
import { InMemoryLedgerStore } from '@token-ledger/core/in-memory';
import { overriddenStore } from './overridden-store.ts';
import type { Random } from './random.ts';

/** The database deletes an expired item when it likes, at the latest after so long. */
const LATEST_DELETION_MS = 3 * DAY_MS;

/** An in-memory ledger whose claims and segments expire at the end of their slice plus the retention, in any order. */
export class ExpiringLedgerStore {
  readonly #retentionMs: number;
  readonly #claims = new Map<string, UsageRecord>();
  #segments: (readonly UsageRecord[])[] = [];
  readonly store: LedgerStore;

  constructor(retentionDays: number) {
    this.#retentionMs = retentionDays * DAY_MS;
    this.store = overriddenStore(new InMemoryLedgerStore(), {
      claim: async (records) =>
        records.map((record) => {
          const canonical = this.#claims.get(record.requestId);
          if (canonical) return { kind: 'duplicate', canonical };
          this.#claims.set(record.requestId, record);
          return { kind: 'claimed' };
        }),
      getRecord: async (requestId) => this.#claims.get(requestId),
      putSegment: async (_sliceStartMs, records) => {
        this.#segments.push(records);
      },
      readSegments: (sliceStartMs) => this.#read(sliceStartMs),
    });
  }

  /** Deletes some of what has expired, and all of what expired too long ago. */
  expire(nowMs: number, random: Random): void {
    const stays = ({ occurredAtMs }: UsageRecord) => {
      const expiredMs = nowMs - (sliceStart(occurredAtMs) + SLICE_MS + this.#retentionMs);
      return expiredMs < 0 || (expiredMs < LATEST_DELETION_MS && random.chance(0.5));
    };
    for (const [requestId, record] of this.#claims) if (!stays(record)) this.#claims.delete(requestId);
    this.#segments = this.#segments.filter(([record]) => record && stays(record));
  }

  async *#read(sliceStartMs: number): AsyncGenerator<readonly UsageRecord[]> {
    for (const records of this.#segments) {
      if (records[0] && sliceStart(records[0].occurredAtMs) === sliceStartMs) yield records;
    }
  }
}
