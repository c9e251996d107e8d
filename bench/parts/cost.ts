import { HOUR_MS } from '@token-ledger/core';
import { Random } from '../../scripts/random.ts';
import { steadyHour } from '../../test/capacity/profiles.ts';
import { type Arrival, arriving, type Load, Simulation, STEADY } from '../../test/capacity/simulation.ts';
import { naiveUnits, packedUnits } from '../naive/naive-units.ts';
import { atList } from '../prices/bill.ts';
import { countRecords } from '../prices/count-records.ts';
import { LIST_PRICES } from '../prices/list-prices.ts';
import { millionRecords } from '../prices/million-records.ts';
import { naiveMillionRecords } from '../prices/naive-design.ts';
import { defaultResources } from '../prices/template.ts';
import { readsOfSlices, recomputationsOfHour } from '../recomputations.ts';
import { timesAsMuch } from '../report/compared.ts';
import type { MeasurePart } from '../report/part.ts';

const RECORDS_PER_REQUEST = [1, 10, 100] as const;
const RECORDS_PER_DAY = [10_000, 100_000, 1_000_000, 24_000_000] as const;
const SEED = 1;
const HOURS_OF_DAY = 24;
/** A run of the consumer takes what comes in so many seconds, up to so many records: as in docs/figures.md. */
const WINDOW_SECONDS = 2.5;
const MAX_RECORDS_PER_BATCH = 347;
const MINUTE_MS = 60_000;
/** The last hour of a day. */
const HOUR_START_MS = Date.UTC(2026, 10, 21, 23);

interface Units {
  readonly write: number;
  readonly read: number;
}

/** Units per record of the ledger at DynamoDB, and of the designs beside it, for the same records. */
export const measure: MeasurePart = async () => {
  const resources = defaultResources();
  const simulated = new Map<string, Promise<Units>>();
  const recomputations = await recomputationsOfHour();
  const units: (string | number)[][] = [];
  const costs: (string | number)[][] = [];
  const findings: string[] = [];
  const counted: Record<string, number> = {};
  const bars: [string, number][] = [];
  for (const perDay of RECORDS_PER_DAY) {
    for (const perRequest of RECORDS_PER_REQUEST) {
      const load = loadOf(perDay, perRequest);
      const key = `${perDay} ${load.batch}`;
      const ledger =
        simulated.get(key) ??
        (load.recordsPerHour > STEADY.recordsPerHour
          ? busyMinute(load, recomputations)
          : steadyHour(new Random(SEED), load).then(({ perRecord }) => perRecord));
      simulated.set(key, ledger);
      const perRecord = await ledger;
      const deliveries = minutesOf(load);
      const naive = naiveUnits(deliveries.map(({ record }) => record));
      const records = new Set(deliveries.map(({ record }) => record.requestId)).size;
      const [plain, exact] = [naive.plain / records, naive.transactional / records];
      const packed = (await packedUnits(batchesOf(deliveries, load))) / records;
      const bill = millionRecords(
        perRequest,
        await countRecords(resources, {
          recordsPerRequest: perRequest,
          recordsPerBatch: load.batch,
          perRecord,
        }),
      );
      const usd = atList(bill);
      const ofNaive = (isExact: boolean, writeUnits: number) =>
        atList(naiveMillionRecords({ exact: isExact, recordsPerRequest: perRequest, writeUnits }));
      const [naiveUsd, exactUsd] = [ofNaive(false, plain), ofNaive(true, exact)];
      const name = `${perDay.toLocaleString('en-US')} a day, ${perRequest} per request`;
      counted[`write units a record: ${name}`] = perRecord.write;
      counted[`read units a record: ${name}`] = perRecord.read;
      units.push([perDay, perRequest, perRecord.write, perRecord.read, packed, plain, exact]);
      costs.push([
        perDay,
        perRequest,
        dollars(usd),
        dollars(naiveUsd),
        dollars(exactUsd),
        dollars(dynamoDollars(perRecord)),
        dollars(dynamoDollars({ write: plain, read: 0 })),
        dollars(dynamoDollars({ write: exact, read: 0 })),
      ]);
      findings.push(
        ...(perDay === 1_000_000 && perRequest !== 10
          ? [
              `At a million records a day, ${perRequest} a request, the naive design costs ${timesAsMuch(naiveUsd / usd)} as the ledger, the exact one ${timesAsMuch(exactUsd / usd)}.`,
            ]
          : []),
        ...(perDay === 1_000_000 && perRequest === 100
          ? [
              `Only storing packed batches takes ${packed.toFixed(2)} write units a record, the ledger ${perRecord.write.toFixed(2)}: the rest is what it takes to count each record once.`,
            ]
          : []),
      );
      if (perDay === 1_000_000)
        bars.push(
          [`ledger, ${perRequest} per request`, usd],
          [`naive, ${perRequest}`, naiveUsd],
          [`naive, exact, ${perRequest}`, exactUsd],
        );
    }
  }
  return {
    title: 'Cost of a million records',
    method: `Request units of DynamoDB, counted for the same records in one run by one counter (\`test/capacity/item-size.ts\`), and US dollars at list prices (us-east-1, without free tiers) per million records. The records come from 100 access keys and 1,000 users, 1.1 % late and 0.5 % twice. *Packed* only stores the batches and is exact in nothing: a floor. *Naive* puts an item with two indexes and updates nine counters for each delivery, so that it counts repeated ones twice; *naive, exact* does so in one transaction. Both keep no figures by model or feature, and their counters of everything would be throttled at the largest load, which is not counted. Up to a million records a day an hour is simulated with all its late records; beyond that a minute at the full rate, with statistics rolled up once for the hour and recomputed for late records as often as at a million a day.`,
    findings,
    tables: [
      {
        caption:
          'Request units of DynamoDB per record (of the designs beside it, write units: they read nothing):',
        columns: [
          'records a day',
          'records per request',
          'ledger, write units',
          'ledger, read units',
          'packed only',
          'naive',
          'naive, exact',
        ],
        rows: units,
      },
      {
        caption: 'US dollars per million records, first of all services, then of DynamoDB alone:',
        columns: [
          'records a day',
          'records per request',
          'ledger',
          'naive',
          'naive, exact',
          'ledger, DynamoDB',
          'naive, DynamoDB',
          'naive, exact, DynamoDB',
        ],
        rows: costs,
      },
    ],
    charts: [{ title: 'A million records, at a million a day, all services', unit: 'US dollars', bars }],
    counted,
  };
};

function loadOf(perDay: number, perRequest: number): Load {
  const recordsPerHour = perDay / HOURS_OF_DAY;
  const perWindow = Math.round((recordsPerHour / 3600) * WINDOW_SECONDS);
  // Each request is one message, which the consumer takes whole.
  const batch = Math.max(perRequest, Math.min(perWindow, MAX_RECORDS_PER_BATCH));
  return { ...STEADY, recordsPerHour, batch };
}

/** Deliveries of a minute, or of an hour if few come. */
function minutesOf(load: Load): readonly Arrival[] {
  const spanMs = load.recordsPerHour > STEADY.recordsPerHour ? MINUTE_MS : HOUR_MS;
  return arriving(load, HOUR_START_MS, HOUR_START_MS + spanMs, new Random(SEED));
}

function batchesOf(deliveries: readonly Arrival[], { batch, recordsPerHour }: Load) {
  const windowMs = (batch / recordsPerHour) * HOUR_MS;
  const batches = Map.groupBy(deliveries, ({ atMs }) => Math.floor(atMs / windowMs));
  return [...batches.values()].map((arrivals) => arrivals.map(({ record }) => record));
}

/** The units of a load whose hour does not fit into memory. */
async function busyMinute(load: Load, recomputations: number): Promise<Units> {
  const simulation = new Simulation();
  const { meter } = simulation;
  const deliveries = minutesOf(load);
  await simulation.consume(deliveries, load);
  await simulation.rollUpAt(HOUR_START_MS + 2 * HOUR_MS);
  const records = new Set(deliveries.map(({ record }) => record.requestId)).size;
  const hour = meter.of('roll up hour').write;
  const other = 2 * (meter.of('roll up day').write + meter.of('lists').write / HOURS_OF_DAY);
  const readOnce = (await readsOfSlices(simulation, HOUR_START_MS)) / records;
  return {
    write: meter.of('record').write / records + (hour * recomputations + other) / load.recordsPerHour,
    read: meter.of('record').read / records + readOnce * recomputations,
  };
}

/** Of a million records. */
function dynamoDollars({ write, read }: Units): number {
  return 1e6 * (write * LIST_PRICES.dynamoWriteUnit.usd + read * LIST_PRICES.dynamoReadUnit.usd);
}

function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}
