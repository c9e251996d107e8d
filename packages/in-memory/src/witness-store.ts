import { addWitnessed, NOTHING_WITNESSED, type WitnessCounts, type WitnessStore } from '@token-ledger/core';

/** Nothing expires. */
export class InMemoryWitnessStore implements WitnessStore {
  readonly #hours = new Map<number, WitnessCounts>();

  async addWitnessed(hourStartMs: number, counts: WitnessCounts): Promise<void> {
    this.#hours.set(hourStartMs, addWitnessed(this.#hours.get(hourStartMs) ?? NOTHING_WITNESSED, counts));
  }

  async listWitnessed(fromMs: number, toMs: number) {
    return [...this.#hours]
      .map(([hourStartMs, counts]) => ({ hourStartMs, ...counts }))
      .filter(({ hourStartMs }) => hourStartMs >= fromMs && hourStartMs < toMs)
      .toSorted((a, b) => a.hourStartMs - b.hourStartMs);
  }
}
