import type { UsageRecord } from '@token-ledger/core';
import { type MetricName, SERVICES, type ServiceName } from '../../functions/shared/metrics.ts';
import { createTelemetry } from '../../functions/shared/telemetry.ts';
import { itemBytes } from '../../test/capacity/item-size.ts';
import { writtenItems } from '../../test/capacity/written-items.ts';
import { realisticRecords, SLICE_START_MS } from '../realistic-records.ts';
import type { TemplateResources } from './idle-month.ts';
import { type CountedUnits, loggedBytes } from './million-records.ts';

/** What DynamoDB bills beside the bytes of an item that is kept. */
const ITEM_OVERHEAD_BYTES = 100;

interface CountedLoad {
  readonly recordsPerRequest: number;
  /** Of one run of the consumer. */
  readonly recordsPerBatch: number;
  /** Units per record, as a simulation counts them. */
  readonly perRecord: { readonly write: number; readonly read: number };
}

/** All that a record costs beside its units: bytes that are kept and logged, and the memory of the deployed functions. */
export async function countRecords(
  resources: TemplateResources,
  { recordsPerRequest, recordsPerBatch, perRecord }: CountedLoad,
): Promise<CountedUnits> {
  const batch = realisticRecords(recordsPerBatch);
  const segment = await bytesOfSegment(batch);
  return {
    writeUnits: perRecord.write,
    readUnits: perRecord.read,
    storedBytes: (await bytesOfClaims(batch)) + segment,
    backedUpBytes: segment,
    retentionMonths: 3,
    requestLogBytes: loggedBytes(
      metricLine(SERVICES.acceptUsage, { RecordsAccepted: recordsPerRequest }),
      accessLogLine(resources),
    ),
    batchLogBytes: loggedBytes(
      metricLine(SERVICES.recordUsage, {
        RecordsRecorded: recordsPerBatch,
        TokensRecorded: 45_000,
        LateRecords: 1,
        DuplicateRecords: 1,
      }),
    ),
    recordsPerBatch,
    memoryMib: {
      authorize: memoryOf(resources, 'ApiAuthorizeRequest'),
      accept: memoryOf(resources, 'IntakeAcceptUsage'),
      record: memoryOf(resources, 'IntakeRecordUsage'),
    },
  };
}

/** The lines of the authorizer and of the API's access log for a request that is refused. */
export function refusedLogBytes(resources: TemplateResources): number {
  return loggedBytes(metricLine(SERVICES.authorizeRequest, { RequestsRefused: 1 }), accessLogLine(resources));
}

/** The memory of a function by the beginning of its id. */
export function memoryOf(resources: TemplateResources, prefix: string): number {
  const found = Object.entries(resources).find(
    ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(prefix),
  );
  return found?.[1].Properties?.MemorySize ?? 0;
}

async function bytesOfClaims(records: readonly UsageRecord[]): Promise<number> {
  const items = await writtenItems((store) => store.claim(records));
  return items.reduce((sum, item) => sum + itemBytes(item) + ITEM_OVERHEAD_BYTES, 0) / records.length;
}

async function bytesOfSegment(records: readonly UsageRecord[]): Promise<number> {
  const [item] = await writtenItems((store) => store.putSegment(SLICE_START_MS, records));
  return (itemBytes(item ?? {}) + ITEM_OVERHEAD_BYTES) / records.length;
}

/** A line of the access log, with a value of the usual length for each of its fields. */
function accessLogLine(resources: TemplateResources): string {
  const stage = Object.values(resources).find(({ Type }) => Type === 'AWS::ApiGatewayV2::Stage');
  const values: Record<string, string> = {
    '$context.requestId': 'JKJaXmPLvHcESHA=',
    '$context.routeKey': 'POST /v1/usage',
    '$context.status': '202',
    '$context.responseLatency': '27',
  };
  const format = stage?.Properties?.AccessLogSettings?.Format ?? '';
  return format.replaceAll(/\$context\.[A-Za-z.]+/g, (name) => values[name] ?? '-');
}

/** The line in which a function reports its metrics, which goes to the standard output. */
function metricLine(service: ServiceName, counts: Partial<Record<MetricName, number>>): string {
  const lines: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array) => lines.push(String(chunk)) > 0;
  try {
    const telemetry = createTelemetry(service, 'dev');
    for (const [name, value] of Object.entries(counts)) telemetry.count(name as MetricName, value);
    telemetry.flush();
  } finally {
    process.stdout.write = write;
  }
  return lines.join('').trim();
}
