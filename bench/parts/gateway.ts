import { type GatewayFigures, measureGateway } from '../gateway/measure-gateway.ts';
import { whoTakesMore } from '../report/compared.ts';
import type { MeasurePart } from '../report/part.ts';

/** Calls straight, through the gateway, and through LiteLLM's proxy. */
export const measure: MeasurePart = async ({ quick }) => {
  const load = quick
    ? { singleCalls: 20, loadSeconds: 1, leftCalls: 20 }
    : { singleCalls: 300, loadSeconds: 10, leftCalls: 200 };
  const figures = await measureGateway(load);
  const [straight, ours, peer] = figures;
  if (!straight || !ours || !peer) throw new Error('A way was not measured.');
  const added = ({ firstByteMs }: GatewayFigures, index: 0 | 1) =>
    firstByteMs[index] - straight.firstByteMs[index];
  return {
    title: "The gateway beside LiteLLM's proxy",
    method: `Streamed calls of 4 KB to a stand-in of the Messages API, in turns: straight, through the gateway (as a server, its queue in memory), and through LiteLLM's proxy with one worker. The stand-in and the callers share one process. ${load.singleCalls} single calls, ${load.loadSeconds} s of 16 callers at once, and ${load.leftCalls} calls of which 40 % are left by their callers before the end: all are billed. Both keep a record of each call: the gateway in a queue in memory, LiteLLM in a file, by a callback. LiteLLM translates between the APIs of many providers, routes and caches, which the gateway does not, and which no call here asks for; with more workers it answers more calls, with as much memory each. Latencies on Lambda are not part of it.`,
    findings: [
      whoTakesMore(
        'time until the first byte (median, beyond a straight call)',
        [`a call through ${peer.name}`, added(peer, 0)],
        ['one through the gateway', added(ours, 0)],
      ),
      `Of the calls that were billed, the gateway recorded ${ours.recorded}, ${peer.name} ${peer.recorded}.`,
    ],
    tables: [
      {
        columns: [
          '',
          'first byte p50, ms',
          'p99, ms',
          'added p50, ms',
          'added p99, ms',
          'calls/s, 16 callers',
          'memory after the load, MB',
          'records of billed calls',
        ],
        rows: figures.map((each, index) => [
          each.name,
          each.firstByteMs[0],
          each.firstByteMs[1],
          index === 0 ? '' : added(each, 0),
          index === 0 ? '' : added(each, 1),
          each.callsPerSecond,
          each.megabytes ?? '',
          each.recorded ?? '',
        ]),
      },
    ],
    charts: [
      {
        title: 'Added to the first byte, median',
        unit: 'ms',
        bars: figures.slice(1).map((each) => [each.name, added(each, 0)]),
      },
    ],
  };
};
