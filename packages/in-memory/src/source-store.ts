import { type RecordSource, SOURCE_PAUSE_MS, type SourceMark, type SourceStore } from '@token-ledger/core';

export class InMemorySourceStore implements SourceStore {
  readonly #marks = new Map<RecordSource, SourceMark>();

  async markHeard(source: RecordSource, receivedAtMs: number): Promise<void> {
    const { lastHeardAtMs = Number.NEGATIVE_INFINITY, steadySinceMs = receivedAtMs } =
      this.#marks.get(source) ?? {};
    if (receivedAtMs < lastHeardAtMs) return;
    const paused = lastHeardAtMs < receivedAtMs - SOURCE_PAUSE_MS;
    this.#marks.set(source, {
      source,
      lastHeardAtMs: receivedAtMs,
      steadySinceMs: paused ? receivedAtMs : steadySinceMs,
    });
  }

  async listSources(): Promise<readonly SourceMark[]> {
    return [...this.#marks.values()];
  }
}
