import { startTestGateway } from './gateway.ts';

/*
 * A gateway in a process of its own, before the Messages API whose URL is the argument. It sends where it listens to its parent,
 * and on each message how far its memory has grown at most, in MB, since the message before.
 */

const gateway = await startTestGateway({ upstreamUrl: process.argv[2] ?? '' });
const send = (message: object) => process.send?.(message);

let [base, peak] = [0, 0];
setInterval(() => {
  globalThis.gc?.();
  peak = Math.max(peak, process.memoryUsage().rss);
}, 20);

process.on('message', () => {
  const growthMb = (peak - base) / 1e6;
  globalThis.gc?.();
  base = process.memoryUsage().rss;
  peak = base;
  send({ growthMb, records: gateway.records() });
});
process.once('disconnect', () => process.exit());
send({ url: gateway.url, key: gateway.key.printed });
