import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createPricer, fromAnthropicUsage, SHIPPED_PRICE_BOOK, type UsageRecord } from '@token-ledger/core';
import { LITELLM_NAME, prepareLiteLlm, pythonOfLiteLlm } from '../gateway/proxies.ts';
import { installPeers, loadPeer, nameOf } from '../peers/npm-peers.ts';
import { publishedPicoDollars } from '../prices/published-price.ts';
import { CALL_KINDS, type PricedCall, randomCalls } from '../prices/random-calls.ts';
import { whoTakesMore } from '../report/compared.ts';
import type { MeasurePart } from '../report/part.ts';

/** What a float may be off by: a millionth of a cent. */
const SAME_USD = 1e-8;

interface Priced {
  readonly name: string;
  /** US dollars; undefined where there is no price. */
  readonly costs: readonly (number | undefined)[];
  readonly microseconds: number;
  readonly exactTo: string;
}

/** Prices of random calls by three implementations: who agrees with the published prices, and what that takes. */
export const measure: MeasurePart = async ({ quick }) => {
  const calls = randomCalls(quick ? 1_400 : 10_000, Date.now());
  const published = calls.map(publishedPicoDollars);
  await installPeers();
  await prepareLiteLlm();
  const ours = priceOurs(calls, published);
  const priced = [ours, priceGenai(calls), await priceLiteLlm(calls)];
  const right = (costs: Priced['costs'], index: number) =>
    Math.abs((costs[index] ?? Number.NaN) - Number(published[index]) / 1e12) <= SAME_USD;
  const rows = CALL_KINDS.map((kind) => {
    const indexes = calls.flatMap((call, index) => (call.kind === kind ? [index] : []));
    return [
      kind,
      indexes.length,
      ...priced.map(({ costs }) => {
        const same = indexes.filter((index) => right(costs, index)).length;
        const unpriced = indexes.filter((index) => costs[index] === undefined).length;
        return unpriced === 0 ? same : `${same}, ${unpriced} without a price`;
      }),
    ];
  });
  const rightOf = ({ costs }: Priced) => calls.filter((_, index) => right(costs, index)).length;
  const quickestPeer = priced.slice(1).toSorted((a, b) => a.microseconds - b.microseconds)[0] ?? ours;
  const wrong = calls.filter((_, index) => !right(ours.costs, index));
  return {
    title: 'Prices beside genai-prices and LiteLLM',
    method: `${calls.length.toLocaleString('en-US')} random calls of today, of all models with a price: how many of each kind cost what the published prices say, worked out apart from all three (\`bench/prices/published-price.ts\`) and compared to a millionth of a cent, as two of them calculate with floating-point numbers. Each was given the usage object as Anthropic answers it, in the way its documentation says, and reads its own table. Models have Anthropic's short names; where LiteLLM has a price only for the dated id of a model, it is given that. Models of Claude 3 are retired and left out. A model that came after a table was published has no price in it: the second table names those. Microseconds of processor time per call, without loading the table; LiteLLM runs in Python. genai-prices and LiteLLM have prices of hundreds of models of other companies, the ledger those of Anthropic.`,
    findings: [
      `Of ${calls.length.toLocaleString('en-US')} calls, ${priced.map((each) => `${each === ours ? 'the ledger' : each.name} prices ${rightOf(each).toLocaleString('en-US')}`).join(', ')} as published.`,
      whoTakesMore(
        'CPU',
        [`a price by ${quickestPeer.name}`, quickestPeer.microseconds],
        ['one by the ledger', ours.microseconds],
      ),
    ],
    tables: [
      { columns: ['calls', 'number', ...priced.map(({ name }) => name)], rows },
      {
        caption: 'Models whose plain calls are not priced as published:',
        columns: ['', 'without a price', 'at $0', 'at another price'],
        rows: priced.map(({ name, costs }) => {
          const plain = calls.flatMap(({ kind }, index) => (kind === 'plain' ? [index] : []));
          const models = (wanted: (index: number) => boolean) =>
            [...new Set(plain.filter(wanted).map((index) => calls[index]?.model ?? ''))]
              .toSorted()
              .join(', ') || 'none';
          return [
            name,
            models((index) => costs[index] === undefined),
            models((index) => costs[index] === 0),
            models((index) => Boolean(costs[index]) && !right(costs, index)),
          ];
        }),
      },
      {
        columns: ['', 'µs a call', 'this / the ledger', 'sums'],
        rows: priced.map(({ name, microseconds, exactTo }) => [
          name,
          microseconds,
          (microseconds / ours.microseconds).toFixed(1),
          exactTo,
        ]),
      },
    ],
    missed: wrong
      .slice(0, 5)
      .map(({ kind, model }) => `The ledger priced a call of ${model} (${kind}) otherwise than published.`),
  };
};

function priceOurs(calls: readonly PricedCall[], published: readonly bigint[]): Priced {
  const pricer = createPricer(SHIPPED_PRICE_BOOK);
  const records = calls.map(recordOf);
  const run = () => records.map((record) => pricer.priceRecord(record).listNanoDollars);
  run();
  const [nano, microseconds] = timed(run, calls.length);
  const exact = nano.filter((cost, index) => cost === roundToNano(published[index] ?? 0n)).length;
  return {
    name: 'ledger',
    costs: nano.map((cost) => Number(cost) / 1e9),
    microseconds,
    exactTo: `whole nano-dollars; ${exact.toLocaleString('en-US')} calls equal to the last digit`,
  };
}

function recordOf({ model, occurredAtMs, usage }: PricedCall, index: number): UsageRecord {
  const figures = fromAnthropicUsage(usage);
  return {
    requestId: `req_${index}`,
    accessKeyId: 'ak',
    occurredAtMs,
    receivedAtMs: occurredAtMs,
    model,
    status: 'ok',
    ...figures,
  };
}

/** As the ledger rounds. */
function roundToNano(pico: bigint): bigint {
  return (pico + 500n) / 1000n;
}

interface GenaiPrices {
  readonly findProvider: (options: { readonly providerId: string }) => object | undefined;
  readonly extractUsage: (provider: object, response: object) => { readonly usage: object };
  readonly calcPrice: (
    usage: object,
    model: string,
    options: object,
  ) => { readonly total_price: number } | null;
}

function priceGenai(calls: readonly PricedCall[]): Priced {
  const { findProvider, extractUsage, calcPrice } = loadPeer('@pydantic/genai-prices') as GenaiPrices;
  const provider = findProvider({ providerId: 'anthropic' });
  if (!provider) throw new Error('genai-prices does not know Anthropic.');
  const run = () =>
    calls.map(({ model, usage, occurredAtMs }) => {
      const { usage: extracted } = extractUsage(provider, { model, usage });
      return calcPrice(extracted, model, { provider, timestamp: new Date(occurredAtMs) })?.total_price;
    });
  run();
  const [costs, microseconds] = timed(run, calls.length);
  return { name: nameOf('@pydantic/genai-prices'), costs, microseconds, exactTo: 'floating-point numbers' };
}

async function priceLiteLlm(calls: readonly PricedCall[]): Promise<Priced> {
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-prices-'));
  try {
    const path = join(directory, 'calls.json');
    await writeFile(path, JSON.stringify(calls));
    const script = join(import.meta.dirname, '..', 'peers', 'litellm_prices.py');
    const { stdout } = await promisify(execFile)(pythonOfLiteLlm(), [script, path], {
      env: {
        PATH: process.env['PATH'],
        HOME: directory,
        LITELLM_LOCAL_MODEL_COST_MAP: 'True',
        LITELLM_LOG: 'ERROR',
      },
      maxBuffer: 64 * 1024 * 1024,
    });
    const { costs, seconds } = JSON.parse(stdout) as { costs: (number | null)[]; seconds: number };
    return {
      name: LITELLM_NAME,
      costs: costs.map((cost) => cost ?? undefined),
      microseconds: (seconds * 1e6) / calls.length,
      exactTo: 'floating-point numbers',
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** What it returned, and its processor time per call. */
function timed<T>(run: () => T, calls: number): readonly [result: T, microseconds: number] {
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  return [result, (user + system) / calls];
}
