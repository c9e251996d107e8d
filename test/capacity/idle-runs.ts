import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { IdleRun } from '../../bench/prices/idle-month.ts';
import { loggedBytes } from '../../bench/prices/million-records.ts';
import { bareEnvironment } from '../native/keep-compiled-code.ts';
import { readUnits, writeUnits } from './item-size.ts';

/** A scheduled function, with the environment that its contract asks for. */
export interface ScheduledFunction {
  readonly service: string;
  readonly event?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * What a run of the real function uses of an empty ledger. A process of its own talks to a stand-in for DynamoDB that
 * keeps items and counts units. The first run stores what a deployment stores once; the second, a day later, is counted.
 */
export async function countIdleRun({ service, event, environment }: ScheduledFunction): Promise<IdleRun> {
  const ledger = new EmptyLedger();
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    // What is not expected ends the connection, and with it the run.
    text(request)
      .then((body) => response.end(JSON.stringify(ledger.answer(operation, JSON.parse(body)))))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const run = async (daysAhead: number) => {
    const script = join(import.meta.dirname, 'run-idle-function.ts');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [script, service, event ?? '{}', String(daysAhead)],
      {
        env: {
          ...bareEnvironment(),
          AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
          AWS_REGION: 'us-east-1',
          AWS_ACCESS_KEY_ID: 'none',
          AWS_SECRET_ACCESS_KEY: 'none',
          STAGE: 'dev',
          POWERTOOLS_SERVICE_NAME: service,
          POWERTOOLS_METRICS_NAMESPACE: 'TokenLedger',
          ...environment,
        },
      },
    );
    return stdout.split('\n').filter((line) => line !== '');
  };
  try {
    await run(0);
    ledger.startCounting();
    const lines = await run(1);
    return {
      calls: ledger.calls,
      readUnits: ledger.units.read,
      writeUnits: ledger.units.write,
      logBytes: loggedBytes(...lines),
      metrics: lines.flatMap(metricNames),
    };
  } finally {
    server.close();
  }
}

type Value = Readonly<Record<string, unknown>>;
type StoredItem = Readonly<Record<string, Value>>;

interface Request {
  readonly ConsistentRead?: boolean;
  readonly Key?: StoredItem;
  readonly Item?: StoredItem;
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys: readonly StoredItem[]; readonly ConsistentRead?: boolean }>
  >;
}

/** Keeps what is put into it, item by item; finds nothing in queries, as a ledger without usage. */
class EmptyLedger {
  units = { read: 0, write: 0 };
  calls = 0;
  readonly #items = new Map<string, StoredItem>();

  startCounting(): void {
    this.units = { read: 0, write: 0 };
    this.calls = 0;
  }

  answer(operation: string, { ConsistentRead = false, Key, Item, RequestItems = {} }: Request): object {
    this.calls += 1;
    switch (operation) {
      case 'GetItem': {
        const found = Key && this.#items.get(nameOf(Key));
        this.units.read += readUnits(bytesOf(found), ConsistentRead);
        return found ? { Item: found } : {};
      }
      case 'BatchGetItem':
        for (const { Keys, ConsistentRead: consistent = false } of Object.values(RequestItems))
          this.units.read += Keys.length * readUnits(0, consistent);
        return { Responses: {} };
      case 'Query':
        this.units.read += readUnits(0, ConsistentRead);
        return { Items: [], Count: 0 };
      case 'PutItem':
        this.units.write += writeUnits(0, bytesOf(Item));
        if (Item) this.#items.set(nameOf(Item), Item);
        return {};
      default:
        throw new Error(`An idle run is not expected to ${operation}.`);
    }
  }
}

function nameOf({ p, s }: StoredItem): string {
  return JSON.stringify([p, s]);
}

/** Somewhat more than DynamoDB bills. */
function bytesOf(item: StoredItem | undefined): number {
  return item === undefined ? 0 : JSON.stringify(item).length;
}

function metricNames(line: string): readonly string[] {
  const directives: readonly { readonly Metrics: readonly { readonly Name: string }[] }[] =
    JSON.parse(line)._aws?.CloudWatchMetrics ?? [];
  return directives.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
}
