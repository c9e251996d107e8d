import { numberOption, readArguments, runScript, UsageError, wholeNumberOption } from './command-line.ts';
import { readDeployment } from './local/state.ts';
import type { Path } from './replay/plan.ts';
import { DEFAULTS, type Destination, type ReplayFileOptions, replayFile } from './replay/replay-file.ts';
import { readWorkload, WORKLOAD_OPTIONS, WORKLOAD_USAGE } from './replay/workload-options.ts';

const USAGE = `Replays a trace of calls, then compares the statistics of the product with the truth. Ends with exit code 1 if
they differ. The trace is a CSV file with the columns TIMESTAMP (UTC), ContextTokens and GeneratedTokens; access keys,
users, models and features are made up.

  npm run replay -- <file.csv> [options]

${WORKLOAD_USAGE}; default none
  --via <path>            http, sqs or both; default both
  --duplicates <p>        share of the calls that are reported twice, some under another time; default ${DEFAULTS.duplicates}
  --rate <number>         at most so many records a second; default as fast as possible (--fast)
  --batch <number>        records in one request or message, 1 to 500; default ${DEFAULTS.batchSize}
  --seed <number>         another number makes up other keys, users and duplicates; default ${DEFAULTS.seed}
  --end <instant>         when the last call happened, such as 2026-11-21T12:00:00Z; default now
  --keep-dates            leave the times of the trace as they are
  --after-rollup          let the roll-up run at once, and compare again
  --api <url>             another deployment than that of npm start, without /v1; takes --key, and http only
  --key <access key>      with the scopes ingest:any and read`;

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
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new UsageError('One file is needed.');
  if (values.fast && values.rate) throw new UsageError('--fast and --rate exclude each other.');
  if (values.end && values['keep-dates']) throw new UsageError('--end and --keep-dates exclude each other.');

  const options: ReplayFileOptions = {
    ...readWorkload(values),
    paths: readPaths(values.via ?? (values.api === undefined ? 'both' : 'http')),
    duplicates: numberOption('duplicates', values.duplicates, 0, 1),
    batchSize: wholeNumberOption('batch', values.batch, 1, 500),
    seed: numberOption('seed', values.seed, 0, 2 ** 32 - 1),
    end: values['keep-dates'] ? 'as-recorded' : readEnd(values.end),
    afterRollUp: values['after-rollup'],
    ...(values.rate !== undefined && { recordsPerSecond: numberOption('rate', values.rate, 0.1, 1e6) }),
  };
  const destination = await readDestination(values.api, values.key, options);
  if (!(await replayFile(path, destination, options))) process.exitCode = 1;
});

async function readDestination(
  url: string | undefined,
  accessKey: string | undefined,
  { paths, afterRollUp }: ReplayFileOptions,
): Promise<Destination> {
  if (url !== undefined) {
    if (accessKey === undefined) throw new UsageError('--api takes --key.');
    if (paths.includes('sqs') || afterRollUp) {
      throw new UsageError('--via sqs and --after-rollup go with the deployment of npm start only.');
    }
    return { url: url.replace(/\/+$/, ''), accessKey };
  }
  const deployment = await readDeployment();
  if (deployment === undefined) {
    throw new UsageError(
      'Nothing is running here. Run npm start in another terminal first, or name an --api.',
    );
  }
  return deployment;
}

function readPaths(via: string): readonly Path[] {
  const paths = { http: ['http'], sqs: ['sqs'], both: ['http', 'sqs'] } as const;
  if (via === 'http' || via === 'sqs' || via === 'both') return paths[via];
  throw new UsageError(`--via is ${JSON.stringify(via)}; allowed are ${Object.keys(paths).join(', ')}.`);
}

function readEnd(text: string | undefined): number | 'now' {
  if (text === undefined) return 'now';
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw new UsageError(`--end is ${JSON.stringify(text)}; expected is 2026-11-21T12:00:00Z.`);
  return ms;
}
