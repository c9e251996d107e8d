import {
  instantOption,
  numberOption,
  onlyFile,
  readArguments,
  refused,
  runScript,
  UsageError,
  wholeNumberOption,
} from './command-line.ts';
import { readDeployment } from './local/state.ts';
import type { Path } from './replay/plan.ts';
import { DEFAULTS, type Destination, type ReplayFileOptions, replayFile } from './replay/replay-file.ts';
import { readWorkload, WORKLOAD_OPTIONS, workloadUsage } from './replay/workload-options.ts';

const USAGE = `Replays a trace of calls, then compares the statistics of the product with the expected ones. The trace is a CSV file
with the columns TIMESTAMP (UTC), ContextTokens and GeneratedTokens; access keys, users, models and features are made up.
Exit code 0: the statistics agree. 1: they differ, or the replay failed. 2: wrong usage.

  npm run replay -- <file.csv> [options]

${workloadUsage(0)}
  --via <path>            http, sqs or both (default both)
  --duplicates <share>    share of the calls to report twice, some with another time, from 0 to 1 (default ${DEFAULTS.duplicates})
  --rate <number>         the most records per second (default --fast: as fast as possible)
  --batch <number>        records per request or message, 1 to 500 (default ${DEFAULTS.batchSize})
  --seed <number>         decides the keys, users and duplicates; the same seed repeats them (default ${DEFAULTS.seed})
  --end <instant>         time of the last call, such as 2026-11-21T12:00:00Z (default now)
  --keep-dates            keep the times of the trace
  --after-rollup          then run the roll-up and compare again
  --api <url>             another deployment than that of npm start: its URL without /v1; needs --key and --via http
  --key <access key>      an access key for --api, with the scopes ingest:any and read`;

await runScript(USAGE, async () => {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      ...WORKLOAD_OPTIONS,
      via: { type: 'string' },
      duplicates: { type: 'string', default: String(DEFAULTS.duplicates) },
      rate: { type: 'string' },
      fast: { type: 'boolean' },
      batch: { type: 'string', default: String(DEFAULTS.batchSize) },
      seed: { type: 'string', default: String(DEFAULTS.seed) },
      end: { type: 'string' },
      'keep-dates': { type: 'boolean' },
      'after-rollup': { type: 'boolean', default: false },
      api: { type: 'string' },
      key: { type: 'string' },
    },
  });
  const path = onlyFile(positionals);
  if (values.fast && values.rate) throw new UsageError('Use either --fast or --rate.');
  if (values.end && values['keep-dates']) throw new UsageError('Use either --end or --keep-dates.');

  const options: ReplayFileOptions = {
    ...readWorkload(values),
    paths: readPaths(values.via ?? (values.api === undefined ? 'both' : 'http')),
    duplicates: numberOption('duplicates', values.duplicates, 0, 1),
    batchSize: wholeNumberOption('batch', values.batch, 1, 500),
    seed: numberOption('seed', values.seed, 0, 2 ** 32 - 1),
    end: endOf(values),
    afterRollUp: values['after-rollup'],
    ...(values.rate !== undefined && { recordsPerSecond: numberOption('rate', values.rate, 0.1, 1e6) }),
  };
  const destination = await readDestination(values.api, values.key, options);
  return (await replayFile(path, destination, options)) ? 0 : 1;
});

async function readDestination(
  url: string | undefined,
  accessKey: string | undefined,
  { paths, afterRollUp }: ReplayFileOptions,
): Promise<Destination> {
  if (url !== undefined) {
    if (accessKey === undefined) throw new UsageError('--api needs --key.');
    if (paths.includes('sqs') || afterRollUp) {
      throw new UsageError('--via sqs and --after-rollup need the deployment of npm start, not --api.');
    }
    return { url: url.replace(/\/+$/, ''), accessKey };
  }
  const deployment = await readDeployment();
  if (deployment === undefined) {
    throw new UsageError(
      'The product is not running here. Run npm start in another terminal first, or name a deployment with --api.',
    );
  }
  return deployment;
}

function readPaths(via: string): readonly Path[] {
  const paths = { http: ['http'], sqs: ['sqs'], both: ['http', 'sqs'] } as const;
  if (via === 'http' || via === 'sqs' || via === 'both') return paths[via];
  throw refused('via', via, `one of ${Object.keys(paths).join(', ')}`);
}

function endOf(values: { readonly end?: string; readonly 'keep-dates'?: boolean }): ReplayFileOptions['end'] {
  if (values['keep-dates']) return 'as-recorded';
  return values.end === undefined ? 'now' : instantOption('end', values.end);
}
