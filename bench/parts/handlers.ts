import {
  createPricer,
  foldSegments,
  HOUR_MS,
  type SegmentStore,
  SHIPPED_PRICE_BOOK,
  SLICE_MS,
} from '@token-ledger/core';
import { decodeSegment, encodeSegment } from '../../packages/aws/src/dynamodb/segment-codec.ts';
import { ledgerPipeline } from '../pipelines/ledger-pipeline.ts';
import { naivePipeline } from '../pipelines/naive-pipeline.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { realisticRecord } from '../realistic-records.ts';
import type { MeasurePart } from '../report/part.ts';
import { wireRecords } from '../wire-records.ts';

const PER_REQUEST = [1, 10, 100] as const;
const RECORDS_PER_SEGMENT = 347;
const HOUR_START_MS = Date.UTC(2026, 10, 21, 12);

/** CPU per record of the functions between a request and the statistics, beside that of the naive ones. */
export const measure: MeasurePart = async ({ quick }) => {
  const records = quick ? 200 : 5_000;
  const pipelines = [ledgerPipeline(), naivePipeline({ exact: false }), naivePipeline({ exact: true })];
  const rows: (string | number)[][] = [];
  const totals = new Map<string, [name: string, value: number][]>();
  const rolledUp = await rollUpMicroseconds(quick ? 10_000 : 400_000);
  for (const perRequest of PER_REQUEST) {
    // The compiler's work is done before anything is measured.
    for (const pipeline of pipelines) await time(pipeline, perRequest, Math.min(records, 1_000));
    const times = [];
    for (const pipeline of pipelines) times.push(await time(pipeline, perRequest, records));
    const [ledger, naive, exact] = times.map(({ accept, record }) => [accept, record] as const);
    if (!ledger || !naive || !exact) throw new Error('A pipeline was not measured.');
    rows.push(
      [`accept, ${perRequest} a request`, ledger[0], naive[0], exact[0], timesAsMuch(naive[0] / ledger[0])],
      [`record, ${perRequest} a message`, ledger[1], naive[1], exact[1], timesAsMuch(naive[1] / ledger[1])],
      [
        `all, ${perRequest} a request`,
        ledger[0] + ledger[1] + rolledUp,
        naive[0] + naive[1],
        exact[0] + exact[1],
        timesAsMuch((naive[0] + naive[1]) / (ledger[0] + ledger[1] + rolledUp)),
      ],
    );
    totals.set(String(perRequest), [
      [`${perRequest}: ledger`, ledger[0] + ledger[1] + rolledUp],
      [`${perRequest}: naive`, naive[0] + naive[1]],
      [`${perRequest}: naive, exact`, exact[0] + exact[1]],
    ]);
  }
  rows.push(['roll up: unpack, price and fold', rolledUp, 'as part of record', 'as part of record', '']);
  return {
    title: 'CPU of the functions',
    method: `Microseconds of processor time per record, of ${records.toLocaleString('en-US')} records each, in one process and one run: compare the columns, not the days. The functions are the deployed ones, with the real clients of the AWS SDK; in place of the network, every call is answered at once. So the naive design, which makes ten calls for a record (nine at once), has its waiting left out. \`record\` takes ten messages a time. The ledger checks each record against its whole schema, the naive design three fields.`,
    tables: [{ columns: ['step', 'ledger, µs', 'naive, µs', 'naive, exact, µs', 'naive / ledger'], rows }],
    charts: [
      {
        title: 'CPU of a record, all steps, by records per request',
        unit: 'µs',
        bars: [...totals.values()].flat(),
      },
    ],
  };
};

async function time(pipeline: Pipeline, perRequest: number, count: number) {
  const bodies = Array.from({ length: Math.max(1, Math.floor(count / perRequest)) }, () =>
    JSON.stringify({ records: wireRecords(perRequest) }),
  );
  const messages: string[] = [];
  const accept = await microseconds(async () => {
    for (const body of bodies) messages.push(...(await pipeline.accept(body)));
  });
  const batches = Array.from({ length: Math.ceil(messages.length / 10) }, (_, index) =>
    messages.slice(index * 10, index * 10 + 10),
  );
  const record = await microseconds(async () => {
    for (const batch of batches) await pipeline.record(batch);
  });
  const records = bodies.length * perRequest;
  return { accept: accept / records, record: record / records };
}

/** Of an hour with so many records, in packed segments. */
async function rollUpMicroseconds(count: number): Promise<number> {
  const slices = HOUR_MS / SLICE_MS;
  const segments = Array.from({ length: slices }, (_, slice) => {
    const startMs = HOUR_START_MS + slice * SLICE_MS;
    return Array.from({ length: Math.ceil(count / slices / RECORDS_PER_SEGMENT) }, () =>
      encodeSegment(
        startMs,
        Array.from({ length: RECORDS_PER_SEGMENT }, () => realisticRecord(startMs)),
      ),
    );
  });
  const store: Pick<SegmentStore, 'readSegments'> = {
    async *readSegments(sliceStartMs) {
      for (const segment of segments[(sliceStartMs - HOUR_START_MS) / SLICE_MS] ?? [])
        yield decodeSegment(sliceStartMs, segment);
    },
  };
  let folded = 1;
  const fold = async () => {
    const end = HOUR_START_MS + HOUR_MS;
    ({ count: folded } = await foldSegments(store, HOUR_START_MS, end, createPricer(SHIPPED_PRICE_BOOK)));
  };
  await fold();
  return (await microseconds(fold)) / folded;
}

async function microseconds(run: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

function timesAsMuch(ratio: number): string {
  return ratio.toFixed(1);
}
