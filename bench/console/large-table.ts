/*
 * The table of the large company, in a process of its own: collecting garbage marks a whole heap, and that of the functions holds what
 * they have there and no ledger. Answers the commands of `remoteTable`.
 */
import { Calendar, DAY_MS, HOUR_MS, type LedgerStore, sliceStart } from '@token-ledger/core';
import { NOON } from '../../test/support/records.ts';
import { type Input, ItemTable } from '../item-table.ts';
import { fillLargeCompany, RECORDS_OF_HOUR } from '../large-company.ts';
import { ledgerStoreOver } from '../statistics-items.ts';
import { answerCalls } from './calls.ts';

const FROM_MS = Date.UTC(2024, 10, 1);
const RANKED_DAYS = 62;
const HOURS = 72;
const RECORDS_PER_SEGMENT = 29;

/** A command, by the name of its class. */
export interface TableCall {
  readonly command: string;
  readonly input: Input;
}

/** Who is in the table, once it is full. */
export interface Filled {
  readonly keys: readonly string[];
  readonly users: readonly string[];
}

const table = new ItemTable();
const { keys, users } = await fill(table, ledgerStoreOver(table));
answerCalls(process, (call) => {
  const { command, input } = call as TableCall;
  return table.answer(command, input);
});
// Without whom it answers, it ends.
process.on('disconnect', () => process.exit());
process.send?.({ keys, users } satisfies Filled);

/** All but the hour before noon is rolled up; that one has its records, which queries fold. */
async function fill(table: ItemTable, store: LedgerStore) {
  const calendar = new Calendar('UTC');
  const today = calendar.bucketAt('day', NOON);
  const [lastHour] = calendar.bucketsBetween('hour', NOON - HOUR_MS, NOON);
  if (!lastHour) throw new Error('There is an hour before noon.');
  const company = await fillLargeCompany(table, store, {
    hours: calendar.bucketsBetween('hour', NOON - HOURS * HOUR_MS, lastHour.startMs),
    days: calendar.bucketsBetween('day', FROM_MS, today.startMs),
    months: calendar.bucketsBetween('month', FROM_MS, calendar.bucketAt('month', NOON).startMs),
    isRanked: ({ startMs }) => startMs >= NOON - RANKED_DAYS * DAY_MS,
  });
  const records = company.records(RECORDS_OF_HOUR, lastHour.startMs, NOON);
  for (const [sliceMs, ofSlice] of Map.groupBy(records, ({ occurredAtMs }) => sliceStart(occurredAtMs)))
    for (let start = 0; start < ofSlice.length; start += RECORDS_PER_SEGMENT)
      await store.putSegment(sliceMs, ofSlice.slice(start, start + RECORDS_PER_SEGMENT));
  const mark = { period: 'hour', bucketId: lastHour.id, token: 'token' } as const;
  await store.putMark({ ...mark, firstMarkedAtMs: lastHour.startMs + 60_000 });
  return company;
}
