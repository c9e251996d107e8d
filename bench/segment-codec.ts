/*
 * What a segment costs: bytes and CPU per record of the format in use, and what other compressors would make of the same
 * JSON. Run `node bench/segment-codec.ts`.
 */
import * as zlib from 'node:zlib';
import { decodeSegment, encodeSegment } from '../packages/aws/src/dynamodb/segment-codec.ts';
import { realisticRecords, SLICE_START_MS } from './realistic-records.ts';

const SIZES = [1, 29, 347, 1000];

const { constants } = zlib;
const zstdLevel = (level: number) => ({ params: { [constants.ZSTD_c_compressionLevel]: level } });
const brotliQuality = (quality: number) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
const COMPRESSORS: Readonly<Record<string, readonly [(b: Buffer) => Buffer, (b: Buffer) => Buffer]>> = {
  'deflate 6 (in use)': [(b) => zlib.deflateSync(b), (b) => zlib.inflateSync(b)],
  'raw deflate 6': [(b) => zlib.deflateRawSync(b), (b) => zlib.inflateRawSync(b)],
  'zstd 3': [(b) => zlib.zstdCompressSync(b, zstdLevel(3)), (b) => zlib.zstdDecompressSync(b)],
  'zstd 9': [(b) => zlib.zstdCompressSync(b, zstdLevel(9)), (b) => zlib.zstdDecompressSync(b)],
  'brotli 5': [(b) => zlib.brotliCompressSync(b, brotliQuality(5)), (b) => zlib.brotliDecompressSync(b)],
  'brotli 11': [(b) => zlib.brotliCompressSync(b, brotliQuality(11)), (b) => zlib.brotliDecompressSync(b)],
};

for (const size of SIZES) {
  const batches = Array.from({ length: 10 }, () => realisticRecords(size));
  const segments = batches.map((records) => Buffer.from(encodeSegment(SLICE_START_MS, records)));
  console.log(`\n${size} records a segment`.padEnd(26), 'B/record  pack µs/record  unpack µs/record');
  print('the whole codec', segments, [
    () => batches.map((records) => encodeSegment(SLICE_START_MS, records)),
    () => segments.map((segment) => decodeSegment(SLICE_START_MS, segment)),
  ]);
  const plain = segments.map((segment) => zlib.inflateSync(segment));
  for (const [name, [compress, expand]] of Object.entries(COMPRESSORS)) {
    const packed = plain.map(compress);
    print(name, packed, [() => plain.map(compress), () => packed.map(expand)]);
  }

  function print(
    name: string,
    packed: readonly Buffer[],
    [pack, unpack]: readonly [() => unknown, () => unknown],
  ) {
    const records = size * packed.length;
    const bytes = packed.reduce((sum, { length }) => sum + length, 0) / records;
    const figures = [bytes, microseconds(pack) / records, microseconds(unpack) / records];
    console.log(`  ${name}`.padEnd(25), ...figures.map((figure) => figure.toFixed(1).padStart(13)));
  }
}

/** The time of one run, the mean over about 200 ms after a warm-up. */
function microseconds(run: () => unknown): number {
  for (let count = 0; count < 3; count += 1) run();
  const start = performance.now();
  let runs = 0;
  do runs += 1;
  while ((run(), performance.now() - start < 200));
  return ((performance.now() - start) * 1000) / runs;
}
