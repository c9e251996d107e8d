/* One process under load: node load-process.ts <design> <seconds> <records a request>, forked by parts/throughput.ts. */
import { once } from 'node:events';
import { wireRecords } from '../wire-records.ts';
import { ledgerPipeline } from './ledger-pipeline.ts';
import { naivePipeline } from './naive-pipeline.ts';
import type { Pipeline } from './pipeline.ts';

export interface LoadResult {
  readonly records: number;
  readonly ms: number;
  readonly megabytes: number;
}

const BODIES = 20;
const DESIGNS: Readonly<Record<string, () => Pipeline>> = {
  ledger: ledgerPipeline,
  naive: () => naivePipeline({ exact: false }),
  'naive, exact': () => naivePipeline({ exact: true }),
};

const [design = '', seconds, perRequest] = process.argv.slice(2);
const pipeline = DESIGNS[design]?.();
if (!pipeline) throw new Error(`There is no design ${design}.`);
const bodies = Array.from({ length: BODIES }, () =>
  JSON.stringify({ records: wireRecords(Number(perRequest)) }),
);
const run = async (body: string) => pipeline.record(await pipeline.accept(body));
await run(bodies[0] ?? '');
const begun = once(process, 'message');
process.send?.('ready');
await begun;
const startedAtMs = performance.now();
let requests = 0;
while (performance.now() - startedAtMs < Number(seconds) * 1000) {
  await run(bodies[requests % BODIES] ?? '');
  requests += 1;
}
const result: LoadResult = {
  records: requests * Number(perRequest),
  ms: performance.now() - startedAtMs,
  megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
};
process.send?.(result, undefined, undefined, () => process.exit(0));
