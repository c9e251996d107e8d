/*
 * What a gateway costs: calls straight to a stand-in of the Messages API, through the gateway, and through LiteLLM's proxy, in
 * turns. The stand-in and the callers share one process; each proxy has one of its own.
 * Run: node bench/gateway.ts (the first time, it installs LiteLLM into a virtual environment of its own)
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../scripts/random.ts';
import { startMessagesApi } from '../test/support/messages-api.ts';
import { type Proxy, prepareLiteLlm, startLiteLlm, startOurs } from './gateway/proxies.ts';

const WARM_UP_CALLS = 50;
const SINGLE_CALLS = 300;
const CALLERS = 16;
const LOAD_SECONDS = 10;
const LEFT_CALLS = 200;

type Target = Pick<Proxy, 'name' | 'url' | 'key'>;

const api = await startMessagesApi({ deltas: 20, deltaMs: 0 });
const slowApi = await startMessagesApi({ deltas: 40, deltaMs: 5 });
await prepareLiteLlm();
const direct: Target = { name: 'direct', url: api.url, key: 'k' };
const starts = [startOurs, startLiteLlm];
const proxies: Proxy[] = [];
for (const start of starts) proxies.push(await start(api.url));
const targets: readonly Target[] = [direct, ...proxies];

for (const target of targets) for (let n = 0; n < WARM_UP_CALLS; n += 1) await call(target);

const firstBytes = new Map(targets.map(({ name }) => [name, [] as number[]]));
for (let n = 0; n < SINGLE_CALLS; n += 1)
  for (const target of targets) firstBytes.get(target.name)?.push(await call(target));

const rates = new Map<string, number>();
for (const target of targets) rates.set(target.name, await callsPerSecond(target));
const memory = new Map<string, number>();
for (const { name, pid } of proxies) memory.set(name, await residentMb(pid));
for (const proxy of proxies) await proxy.stop();

const left = new Map<string, string>();
for (const start of starts) {
  const proxy = await start(slowApi.url);
  const before = slowApi.billed.size;
  await leaveAtRandom(proxy);
  await delay(5_000);
  left.set(proxy.name, `${await proxy.records()} of ${slowApi.billed.size - before}`);
  await proxy.stop();
}

const [directMedian, directSlow] = percentiles('direct');
console.table(
  targets.map(({ name }) => {
    const [median, slow] = percentiles(name);
    return {
      name,
      'first byte, p50 ms': median.toFixed(2),
      'first byte, p99 ms': slow.toFixed(2),
      'added, p50 ms': (median - directMedian).toFixed(2),
      'added, p99 ms': (slow - directSlow).toFixed(2),
      'calls/s': rates.get(name)?.toFixed(0),
      'memory, MB': memory.get(name)?.toFixed(0) ?? '',
      'records of billed calls, 40 % left early': left.get(name) ?? '',
    };
  }),
);
await Promise.all([api.close(), slowApi.close()]);

/** One streamed call, to its end unless its caller leaves after some chunks. Returns the ms to its first byte. */
async function call({ url, key }: Target, leaveAfter = Number.POSITIVE_INFINITY): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({
      model: 'claude-opus-4-5',
      max_tokens: 100,
      stream: true,
      messages: [{ role: 'user', content: 'x'.repeat(4_000) }],
    }),
  });
  if (!response.ok || !response.body)
    throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  let [firstByteMs, chunks] = [0, 0];
  for await (const _ of response.body) {
    if (chunks === 0) firstByteMs = performance.now() - startedAt;
    chunks += 1;
    if (chunks > leaveAfter) break;
  }
  return firstByteMs;
}

async function callsPerSecond(target: Target): Promise<number> {
  const endAt = performance.now() + LOAD_SECONDS * 1000;
  let calls = 0;
  const caller = async () => {
    while (performance.now() < endAt) {
      await call(target);
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return calls / LOAD_SECONDS;
}

async function leaveAtRandom(target: Target): Promise<void> {
  const random = new Random(20261129);
  const calls = Array.from({ length: LEFT_CALLS }, () =>
    random.chance(0.4) ? random.below(15) : Number.POSITIVE_INFINITY,
  );
  const next = calls.values();
  const caller = async () => {
    for (const leaveAfter of next) await call(target, leaveAfter);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

/** The median, and the slowest of a hundred. */
function percentiles(name: string): readonly [number, number] {
  const sorted = (firstBytes.get(name) ?? []).toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
  return [at(0.5), at(0.99)];
}

async function residentMb(pid: number): Promise<number> {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1000;
}
