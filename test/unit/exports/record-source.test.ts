import { describe, expect, it } from '@jest/globals';
import { SLICE_MS, sliceStart, type UsageRecord } from '@token-ledger/core';
import { createInMemoryLedgerStore, type InMemoryLedgerStore } from '@token-ledger/in-memory';
import fc from 'fast-check';
import { recordSource } from '../../../packages/core/src/exports/record-source.ts';
import type { ExportPosition } from '../../../packages/core/src/exports/source.ts';
import { DEFINITION } from '../../support/exports.ts';
import { readShippedPrices } from '../../support/prices.ts';
import { usageRecord } from '../../support/records.ts';
import { shownIds } from '../../support/shown-ids.ts';

const { fromMs } = DEFINITION;
/** Three slices; the range leaves out the beginning and the end. */
const RANGE = { fromMs: fromMs + 1, toMs: fromMs + 3 * SLICE_MS - 1 };

/** Few instants, so that many records share one, also around the ends of slices and of the range. */
const instant = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 2 }))
  .map(([slice, offset]) => Math.max(fromMs, fromMs + slice * SLICE_MS + offset));
const ids = fc
  .constantFrom('a', 'b', 'é', '\u{1F600}', '\uFFFD')
  .chain((prefix) => fc.nat(99).map((n) => `${prefix}${n}`));
const records = fc
  .uniqueArray(fc.tuple(ids, instant), { selector: ([id]) => id, maxLength: 60 })
  .map((all) => all.map(([requestId, occurredAtMs]) => usageRecord({ requestId, occurredAtMs })));

async function storeOf(all: readonly UsageRecord[], copies: number): Promise<InMemoryLedgerStore> {
  const store = createInMemoryLedgerStore();
  for (let copy = 0; copy < copies; copy += 1) {
    for (const record of all) await store.putSegment(sliceStart(record.occurredAtMs), [record]);
  }
  return store;
}

describe('the records of a range', () => {
  it('are read once, in order, in batches of any size, wherever reading resumes', async () => {
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 2 }),
        fc.nat(59),
        async (all, batchRecords, copies, stop) => {
          const store = await storeOf(all, copies);
          const deps = { store, readPrices: readShippedPrices, ...shownIds(), batchRecords };
          const definition = { ...DEFINITION, ...RANGE, recordFields: ['requestId', 'occurredAt'] as const };
          const source = recordSource(deps, definition);
          const read = async (after: ExportPosition | undefined) => {
            const rows = [];
            for await (const batch of source(after)) rows.push(...batch.rows);
            return rows;
          };
          const rows = await read(undefined);
          const expected = all.filter(
            ({ occurredAtMs }) => occurredAtMs >= RANGE.fromMs && occurredAtMs < RANGE.toMs,
          );
          const keys = rows.map(
            ({ position }) => `${position.fromMs} ${Buffer.from(position.afterId ?? '').toString('hex')}`,
          );
          expect(keys).toEqual(keys.toSorted());
          expect(new Set(rows.map(({ position }) => position.afterId))).toEqual(
            new Set(expected.map((record) => record.requestId)),
          );
          expect(rows).toHaveLength(expected.length);

          const position = rows[stop]?.position;
          if (position) expect(await read(position)).toEqual(rows.slice(stop + 1));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are held about one batch at a time', async () => {
    const all = Array.from({ length: 500 }, (_, index) => usageRecord({ occurredAtMs: fromMs + index }));
    const store = await storeOf(all, 1);
    const sizes: number[] = [];
    for await (const { rows } of recordSource(
      { store, readPrices: readShippedPrices, ...shownIds(), batchRecords: 20 },
      DEFINITION,
    )(undefined))
      sizes.push(rows.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(40);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(500);
  });
});
