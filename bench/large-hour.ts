/*
 * Folding an hour of a million records, as the roll-up does. Making the segments is not measured, but is in the peak of memory.
 * Run: node bench/large-hour.ts
 */
import { rollUpHour } from './rolled-up-hour.ts';

const RECORDS = 1_000_000;
const MAX_RSS_MB = 512;

const { folded, count, bytes, microsecondsPerRecord } = await rollUpHour(RECORDS);
const rssMb = Math.round(process.resourceUsage().maxRSS / 1024);

console.log(`${count} records of ${folded.access_key.size} access keys and ${folded.user.size} users`);
console.log(`${(bytes / 2 ** 20).toFixed(1)} MB of segments, ${(bytes / count).toFixed(1)} bytes a record`);
console.log(
  `${microsecondsPerRecord.toFixed(2)} µs CPU a record, ${Math.round(1e6 / microsecondsPerRecord)} records/s`,
);
console.log(`${rssMb} MB of memory at most`);
if (rssMb > MAX_RSS_MB) throw new Error(`More than ${MAX_RSS_MB} MB.`);
