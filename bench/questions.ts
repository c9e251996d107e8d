/*
 * Asks the functions that answer questions, over items in this process, and measures what an answer takes.
 */
import { createDynamoNames } from '@token-ledger/aws';
import { Calendar, type Clock, createReadPrices, type LedgerStore } from '@token-ledger/core';
import { InMemoryPriceStore } from '@token-ledger/in-memory';
import { createPseudonyms } from '@token-ledger/secrets';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createShownIdsOf } from '../functions/shared/http/shown-ids.ts';
import { createReadNames } from '../functions/shared/names.ts';
import { httpEvent, lambdaContext } from '../test/support/http-event.ts';
import { recordingTelemetry } from '../test/support/recording-telemetry.ts';
import { cpuTimeOf, median } from './cpu-time.ts';
import type { ItemTable } from './item-table.ts';
import { LEDGER_TABLE } from './statistics-items.ts';

/** `namesClock` decides when names are read again; pseudonyms are for callers who may not see names. */
interface Questioned {
  readonly table: ItemTable;
  readonly store: LedgerStore;
  readonly clock: Clock;
  readonly namesClock: Clock;
  readonly pseudonymizeUsers: boolean;
}

/** What the handlers of questions need. */
export function questionDepsOver({ table, store, clock, namesClock, pseudonymizeUsers }: Questioned) {
  const names = createDynamoNames({ client: table.client, ledgerTable: LEDGER_TABLE });
  return {
    ledger: {
      store,
      clock,
      newToken: () => 'token',
      calendar: new Calendar('UTC'),
      retention: { retentionDays: 90 },
      readPrices: createReadPrices(new InMemoryPriceStore()),
    },
    shownIdsOf: createShownIdsOf({
      readNames: createReadNames({ accessKeys: names, users: names, clock: namesClock }),
      pseudonyms: async () => createPseudonyms(new Uint8Array(32)),
      pseudonymizeUsers,
    }),
    signingKey: async () => new Uint8Array(32),
    telemetry: recordingTelemetry(),
  };
}

type Event = Parameters<typeof httpEvent>[0];
type Handler = (
  event: ReturnType<typeof httpEvent>,
  context: ReturnType<typeof lambdaContext>,
) => Promise<APIGatewayProxyStructuredResultV2>;

export interface Question {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly person?: Event['person'];
}

/** What an answer takes: the median of all runs, and the units and calls of the run that read most. */
export interface Answered {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly readUnits: number;
  readonly calls: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Asks the same so many times. @throws Error if it is not answered */
export async function askOften(
  handler: Handler,
  table: ItemTable,
  { path, query, person }: Question,
  runs: number,
  beforeEach: () => void = () => {},
): Promise<Answered> {
  const [cpu, wall]: [number[], number[]] = [[], []];
  let [readUnits, calls] = [0, 0];
  let answer: Pick<Answered, 'headers' | 'body'> = { headers: {}, body: '' };
  for (let run = 0; run < runs; run += 1) {
    [table.readUnits, table.calls] = [0, 0];
    beforeEach();
    const event = httpEvent({ method: 'GET', path, query, scopes: ['read'], ...(person && { person }) });
    const startedAtMs = performance.now();
    const { result, microseconds } = await cpuTimeOf(() => handler(event, lambdaContext()));
    wall.push(performance.now() - startedAtMs);
    cpu.push(microseconds / 1000);
    const { statusCode, headers = {}, body = '' } = result;
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${body}`);
    [readUnits, calls] = [Math.max(readUnits, table.readUnits), Math.max(calls, table.calls)];
    answer = { headers, body };
  }
  return { cpuMs: median(cpu), wallMs: median(wall), readUnits, calls, ...answer };
}
