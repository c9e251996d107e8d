import { Calendar, DAY_MS } from '@token-ledger/core';
import { createHandler } from '../../functions/query-usage/handler.ts';
import { ItemTable } from '../item-table.ts';
import { naiveReadUnits } from '../naive/naive-reads.ts';
import { askOften, type Question, questionDepsOver } from '../questions.ts';
import { realisticRecord } from '../realistic-records.ts';
import type { MeasurePart } from '../report/part.ts';
import { copyBucket, foldOf, ledgerStoreOver, putFolded, putNames } from '../statistics-items.ts';

const DAYS = 30;
const TODAY_MS = Date.UTC(2026, 10, 21);
const SIZES = [100_000, 10_000_000] as const;

/** Queries over thirty days of a hundred thousand and of ten million records. */
export const measure: MeasurePart = async ({ quick }) => {
  const runs = quick ? 3 : 30;
  // The compiler's work is done before anything is measured.
  await answersOver(SIZES[0], quick ? 1 : 5);
  const [small, large] = [await answersOver(SIZES[0], runs), await answersOver(SIZES[1], runs)];
  const rows = small.map((of100k, index) => {
    const of10m = large[index];
    if (!of10m) throw new Error('A query was not measured.');
    return [
      of100k.what,
      of100k.cpuMs,
      of10m.cpuMs,
      (of10m.cpuMs / of100k.cpuMs).toFixed(1),
      of100k.readUnits,
      of10m.readUnits,
      of10m.naiveUnits ?? 'not kept',
    ];
  });
  const slowest = Math.max(...rows.map((row) => Number(row[3])));
  const ofUser = large.find(({ what }) => what === OF_A_USER);
  const ofAll = large.find(({ what }) => what === OF_ALL_USERS);
  return {
    title: 'Queries at 100,000 and 10 million records',
    method: `Processor time and read units of the deployed handler over items as DynamoDB returns them; the median of ${runs}. Thirty days that are rolled up, of 100 access keys, 1,000 users, 5 models and 8 features. The records of one day are folded as the roll-up does, and their statistics stand in every day: so ten million are there as statistics, as they are in a deployed ledger, and not record by record. A hundred times the records take no more than the pairs of model and feature that the users of a day have more. Read units of the naive design are those of its daily counters, read by a query for each access key or user. It keeps no figures by model or feature, so it cannot answer where they are in the answer. CPU is that of the function alone: conversion of DynamoDB's JSON and the network are not in it.`,
    findings: [
      `A hundred times the records take at most ${slowest.toFixed(1)} times the CPU.`,
      ...(ofUser?.naiveUnits === undefined
        ? []
        : [
            `The naive design reads ${ofUser.naiveUnits} units for ${OF_A_USER}, the ledger ${ofUser.readUnits}, as its items have models and features.`,
          ]),
      ...(ofAll?.naiveUnits === undefined
        ? []
        : [
            `For the ${OF_ALL_USERS} the naive design reads ${ofAll.naiveUnits.toLocaleString('en-US')} units, a query for each of them, the ledger ${ofAll.readUnits}.`,
          ]),
    ],
    tables: [
      {
        columns: [
          'query',
          'CPU at 10⁵ records, ms',
          'CPU at 10⁷, ms',
          'ratio',
          'read units at 10⁵',
          'read units at 10⁷',
          'read units, naive',
        ],
        rows,
      },
    ],
    counted: Object.fromEntries(
      large.map(({ what, readUnits }) => [`read units at 10 million records: ${what}`, readUnits]),
    ),
  };
};

const OF_A_USER = '30 daily points of a user';
const OF_ALL_USERS = 'top 10 users';

interface Asked extends Question {
  readonly what: string;
  /** So many partitions of counters have the answer in the naive design; absent if none have. */
  readonly naivePartitions?: number;
}

async function answersOver(records: number, runs: number) {
  const { table, handler, folded } = await companyOf(records);
  const thirtyDays = {
    from: new Date(TODAY_MS - DAYS * DAY_MS).toISOString(),
    to: new Date(TODAY_MS).toISOString(),
  };
  const top = { path: '/v1/top-consumers', query: { limit: '10', ...thirtyDays } };
  const ofUser = { dimension: 'user', id: [...folded.user.keys()][100] ?? '', ...thirtyDays };
  const questions: readonly Asked[] = [
    { what: OF_A_USER, path: '/v1/statistics', query: ofUser, naivePartitions: 1 },
    {
      what: '30 days by model',
      path: '/v1/trends',
      query: { period: 'day', splitBy: 'model', ...thirtyDays },
    },
    {
      what: OF_ALL_USERS,
      ...top,
      query: { ...top.query, dimension: 'user' },
      naivePartitions: folded.user.size,
    },
    {
      what: 'top 10 access keys',
      ...top,
      query: { ...top.query, dimension: 'access_key' },
      naivePartitions: folded.access_key.size,
    },
    { what: 'overview', path: '/v1/overview', query: thirtyDays },
  ];
  const naiveUnits = naiveReadUnits(realisticRecord(TODAY_MS), DAYS);
  const answers = [];
  for (const { what, naivePartitions, ...question } of questions) {
    const { cpuMs, readUnits } = await askOften(handler, table, question, runs);
    const naive = naivePartitions === undefined ? {} : { naiveUnits: naivePartitions * naiveUnits };
    answers.push({ what, cpuMs, readUnits, ...naive });
  }
  return answers;
}

/** A company with so many records in thirty days, and the function that answers questions about it. */
async function companyOf(records: number) {
  const table = new ItemTable();
  const store = ledgerStoreOver(table);
  const calendar = new Calendar('UTC');
  const folded = foldOf(Math.ceil(records / DAYS), () => realisticRecord(TODAY_MS - DAY_MS));
  const days = calendar.bucketsBetween('day', TODAY_MS - DAYS * DAY_MS, TODAY_MS);
  const last = days.at(-1);
  if (!last) throw new Error('There is no day.');
  await putFolded(store, last, folded);
  for (const day of days.slice(0, -1)) copyBucket(table, last, day);
  await putNames(table, folded);
  const deps = questionDepsOver({
    table,
    store,
    clock: () => TODAY_MS + DAY_MS / 2,
    namesClock: () => TODAY_MS,
    pseudonymizeUsers: false,
  });
  return { table, handler: createHandler({ ...deps, cacheTtlSeconds: 3600 }), folded };
}
