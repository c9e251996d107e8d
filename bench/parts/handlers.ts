import { cpuTimeOf } from '../cpu-time.ts';
import { ledgerPipeline } from '../pipelines/ledger-pipeline.ts';
import { naivePipeline } from '../pipelines/naive-pipeline.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { rollUpPerRecord } from '../recomputations.ts';
import { whoTakesMore } from '../report/compared.ts';
import type { MeasurePart } from '../report/part.ts';
import { wireRecords } from '../wire-records.ts';

const PER_REQUEST = [1, 10, 100] as const;

/** CPU per record of the functions between a request and the statistics, beside that of the naive ones. */
export const measure: MeasurePart = async ({ quick }) => {
  const records = quick ? 200 : 2_000;
  const pipelines = [ledgerPipeline(), naivePipeline({ exact: false }), naivePipeline({ exact: true })];
  const rows: (string | number)[][] = [];
  const bars: [name: string, value: number][] = [];
  const rollUp = await rollUpPerRecord(quick ? 10_000 : 400_000);
  const findings: string[] = [];
  for (const perRequest of PER_REQUEST) {
    // The compiler's work is done before anything is measured.
    for (const pipeline of pipelines) await time(pipeline, perRequest, Math.min(records, 1_000));
    const times = [];
    for (const pipeline of pipelines) times.push(await time(pipeline, perRequest, records));
    const [ledger, naive, exact] = times.map(({ accept, record }) => [accept, record] as const);
    if (!ledger || !naive || !exact) throw new Error('A pipeline was not measured.');
    const [ledgerAll, naiveAll] = [ledger[0] + ledger[1] + rollUp.microseconds, naive[0] + naive[1]];
    rows.push(
      [`accept, ${perRequest} a request`, ledger[0], naive[0], exact[0], ratio(naive[0] / ledger[0])],
      [`record, ${perRequest} a message`, ledger[1], naive[1], exact[1], ratio(naive[1] / ledger[1])],
      [`all, ${perRequest} a request`, ledgerAll, naiveAll, exact[0] + exact[1], ratio(naiveAll / ledgerAll)],
    );
    const when = perRequest === 1 ? 'with one record a request' : `with ${perRequest} records a request`;
    if (perRequest !== 10)
      findings.push(
        whoTakesMore('CPU', ['the naive design', naiveAll], ['the ledger', ledgerAll], when),
        whoTakesMore('CPU', ['the exact naive design', exact[0] + exact[1]], ['the ledger', ledgerAll], when),
      );
    bars.push(
      [`${perRequest}: ledger`, ledgerAll],
      [`${perRequest}: naive`, naiveAll],
      [`${perRequest}: naive, exact`, exact[0] + exact[1]],
    );
  }
  rows.push([
    `roll up, ${rollUp.times.toFixed(1)} times`,
    rollUp.microseconds,
    'part of record',
    'part of record',
    '',
  ]);
  return {
    title: 'CPU of the functions',
    method: `Microseconds of processor time per record, of ${records.toLocaleString('en-US')} records each, in one process and one run: compare the columns, not the days. The functions are the deployed ones, with the real clients of the AWS SDK; in place of the network, every call is answered at once. So the naive design, which makes ten calls for a record (nine at once), has its waiting left out. \`record\` takes ten messages a time. The ledger checks each record against its whole schema, the naive design three fields. It counts when it records; the ledger does so when it rolls an hour up: it unpacks, prices and folds the records (${rollUp.once.toFixed(1)} µs a record), and does so again for late ones, as often as the simulation of a million records a day.`,
    findings,
    tables: [{ columns: ['step', 'ledger, µs', 'naive, µs', 'naive, exact, µs', 'naive / ledger'], rows }],
    charts: [
      {
        title: 'CPU of a record, all steps, by records per request',
        unit: 'µs',
        bars,
      },
    ],
  };
};

async function time(pipeline: Pipeline, perRequest: number, count: number) {
  const bodies = Array.from({ length: Math.max(1, Math.floor(count / perRequest)) }, () =>
    JSON.stringify({ records: wireRecords(perRequest) }),
  );
  const messages: string[] = [];
  const accept = await cpuTimeOf(async () => {
    for (const body of bodies) messages.push(...(await pipeline.accept(body)));
  });
  const batches = Array.from({ length: Math.ceil(messages.length / 10) }, (_, index) =>
    messages.slice(index * 10, index * 10 + 10),
  );
  const record = await cpuTimeOf(async () => {
    for (const batch of batches) await pipeline.record(batch);
  });
  const records = bodies.length * perRequest;
  return { accept: accept.microseconds / records, record: record.microseconds / records };
}

function ratio(of: number): string {
  return of.toFixed(1);
}
