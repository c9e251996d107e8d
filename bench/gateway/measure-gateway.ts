/*
 * What a gateway costs: calls straight to a stand-in of the Messages API, through the gateway, and through LiteLLM's proxy, in
 * turns. The stand-in and the callers share one process; each proxy has one of its own.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../../scripts/random.ts';
import { startMessagesApi } from '../../test/support/messages-api.ts';
import { type Proxy, prepareLiteLlm, startLiteLlm, startOurs } from './proxies.ts';

const WARM_UP_CALLS = 50;
const CALLERS = 16;

type Target = Pick<Proxy, 'name' | 'url' | 'key'>;

/** How much is measured. */
export interface GatewayLoad {
  readonly singleCalls: number;
  readonly loadSeconds: number;
  /** Calls of which 40 % are left by their callers before the end. */
  readonly leftCalls: number;
}

export interface GatewayFigures {
  readonly name: string;
  /** Milliseconds to the first byte: the median, and the slowest of a hundred. */
  readonly firstByteMs: readonly [median: number, slow: number];
  readonly callsPerSecond: number;
  /** After the load; absent for straight calls, which no proxy handles. */
  readonly megabytes?: number;
  /** Of the calls that were billed, how many have a record. */
  readonly recorded?: string;
}

export async function measureGateway(load: GatewayLoad): Promise<readonly GatewayFigures[]> {
  const api = await startMessagesApi({ deltas: 20, deltaMs: 0 });
  const slowApi = await startMessagesApi({ deltas: 40, deltaMs: 5 });
  await prepareLiteLlm();
  const starts = [startOurs, startLiteLlm];
  const proxies: Proxy[] = [];
  try {
    for (const start of starts) proxies.push(await start(api.url));
    const targets: readonly Target[] = [{ name: 'straight', url: api.url, key: 'k' }, ...proxies];
    for (const target of targets) for (let n = 0; n < WARM_UP_CALLS; n += 1) await call(target);
    const firstBytes = new Map(targets.map(({ name }) => [name, [] as number[]]));
    for (let n = 0; n < load.singleCalls; n += 1)
      for (const target of targets) firstBytes.get(target.name)?.push(await call(target));
    const rates = new Map<string, number>();
    for (const target of targets) rates.set(target.name, await callsPerSecond(target, load.loadSeconds));
    const memory = new Map<string, number>();
    for (const { name, pid } of proxies) memory.set(name, await residentMb(pid));
    for (const proxy of proxies.splice(0)) await proxy.stop();

    const recorded = new Map<string, string>();
    for (const start of starts) {
      const proxy = await start(slowApi.url);
      proxies.push(proxy);
      const before = slowApi.billed.size;
      await leaveAtRandom(proxy, load.leftCalls);
      await delay(5_000);
      recorded.set(proxy.name, `${await proxy.records()} of ${slowApi.billed.size - before}`);
      await proxy.stop();
      proxies.pop();
    }
    return targets.map(({ name }) => {
      const [megabytes, ofBilled] = [memory.get(name), recorded.get(name)];
      return {
        name,
        firstByteMs: percentiles(firstBytes.get(name) ?? []),
        callsPerSecond: rates.get(name) ?? Number.NaN,
        ...(megabytes !== undefined && { megabytes }),
        ...(ofBilled !== undefined && { recorded: ofBilled }),
      };
    });
  } finally {
    for (const proxy of proxies) await proxy.stop();
    await Promise.all([api.close(), slowApi.close()]);
  }
}

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

async function callsPerSecond(target: Target, seconds: number): Promise<number> {
  const endAt = performance.now() + seconds * 1000;
  let calls = 0;
  const caller = async () => {
    while (performance.now() < endAt) {
      await call(target);
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return calls / seconds;
}

async function leaveAtRandom(target: Target, count: number): Promise<void> {
  const random = new Random(20261129);
  const calls = Array.from({ length: count }, () =>
    random.chance(0.4) ? random.below(15) : Number.POSITIVE_INFINITY,
  );
  const next = calls.values();
  const caller = async () => {
    for (const leaveAfter of next) await call(target, leaveAfter);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

/** The median, and the slowest of a hundred. */
function percentiles(times: readonly number[]): readonly [number, number] {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
  return [at(0.5), at(0.99)];
}

async function residentMb(pid: number): Promise<number> {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1000;
}
