import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readArguments, refused, required, runScript, UsageError } from '../command-line.ts';
import { type Checkpoint, fileCheckpoint } from './restore/checkpoint.ts';
import { AT_THE_START, type CopyState, copyMissing } from './restore/copy-missing.ts';
import { describeTable, dynamoTables } from './restore/dynamo-tables.ts';
import { kindIn, type RestoredTable, readKinds, TABLES } from './restore/kinds.ts';
import { readStackOutputs } from './stack-outputs.ts';

const USAGE = `Copies what a restored table has, and the live one has not, back into the live one. Overwrites and deletes nothing, and
leaves out what has expired. Without --apply, it only counts. Then audit: npm run audit.
Exit code 0: done. 1: it failed; run it again. 2: wrong usage.

  npm run restore-table -- --stage prod --table ledger --from-table restored            # counts
  npm run restore-table -- --stage prod --table ledger --from-table restored --apply    # copies

  --table <name>         which table was restored: ${TABLES.join(', ')}
  --from-table <name>    the restored table
  --stage <name>         the deployment, which has the live table
  --to-table <name>      the live table, instead of --stage
  --kinds <list>         of the ledger table: which items, separated by commas, or all (default segments,statistics: what is
                         counted. All brings back what was deleted on purpose, such as budgets)
  --apply                copy
  --checkpoint <file>    keep there how far it is; run the same command again to resume

Region, credentials and endpoint (AWS_ENDPOINT_URL) come from the environment, as for the AWS command line.`;

const OUTPUTS: Readonly<Record<RestoredTable, string>> = {
  records: 'RecordsTableName',
  ledger: 'LedgerTableName',
  audit: 'AuditTableName',
};
const PROGRESS_EVERY_MS = 2000;
/** Without a file, the copy starts from the beginning. */
const NONE: Checkpoint = {
  read: async () => undefined,
  write: async () => undefined,
  remove: async () => undefined,
};

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      table: { type: 'string' },
      'from-table': { type: 'string' },
      stage: { type: 'string' },
      'to-table': { type: 'string' },
      kinds: { type: 'string' },
      apply: { type: 'boolean', default: false },
      checkpoint: { type: 'string' },
    },
  });
  const table = readTable(required('table', values.table));
  const kinds = readKinds(table, values.kinds);
  const source = required('from-table', values['from-table']);
  const outputs =
    values.stage === undefined || values['to-table'] !== undefined
      ? {}
      : await readStackOutputs(values.stage);
  const target = required('to-table', values['to-table'] ?? outputs[OUTPUTS[table]]);
  if (source === target) throw new UsageError('--from-table is the live table itself.');

  const client = new DynamoDBClient({});
  try {
    const [from, to] = await Promise.all([describeTable(client, source), describeTable(client, target)]);
    if (from.keys !== to.keys)
      throw new UsageError(`The keys of ${source} are ${from.keys}, those of ${target} are ${to.keys}.`);
    const identity = {
      source,
      target,
      kinds: kinds ? [...kinds].toSorted().join(',') : 'all',
      apply: values.apply,
    };
    const checkpoint = values.checkpoint === undefined ? NONE : fileCheckpoint(values.checkpoint, identity);
    const start = await checkpoint.read();
    console.log(
      `${values.apply ? 'Copying' : 'Comparing'} ${source} (about ${from.approximateItems} items) to ${target}` +
        `${start ? `, from item ${start.read} on` : ''} …`,
    );
    const report = progressReport();
    const end = await copyMissing(dynamoTables(client, source, target), {
      kindOf: kindIn(table),
      kinds,
      apply: values.apply,
      nowMs: Date.now(),
      from: start ?? AT_THE_START,
      onPage: async (state) => {
        if (state.after !== undefined) await checkpoint.write(state);
        report(state);
      },
    });
    await checkpoint.remove();
    console.log(summarize(end, values.apply));
  } finally {
    client.destroy();
  }
});

function readTable(name: string): RestoredTable {
  const found = TABLES.find((table) => table === name);
  if (found) return found;
  throw refused('table', name, `one of ${TABLES.join(', ')}`);
}

function progressReport(): (state: CopyState) => void {
  let reportedAtMs = performance.now();
  return ({ read }) => {
    if (performance.now() - reportedAtMs < PROGRESS_EVERY_MS) return;
    reportedAtMs = performance.now();
    console.log(`  ${read.toLocaleString('en-US')} items read`);
  };
}

function summarize({ read, expired, otherKinds, kinds }: CopyState, apply: boolean): string {
  const counts = Object.entries(kinds).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  const missing = counts.reduce((sum, [, each]) => sum + each.missing, 0);
  return [
    `Items read: ${read}. Left out: ${expired} that have expired, ${otherKinds} of other kinds.`,
    ...counts.map(
      ([kind, each]) =>
        `  ${kind}: ${each.missing} ${apply ? 'copied' : 'missing'}, ${each.same} the same, ${each.different} different and left as they are`,
    ),
    ...(apply || missing === 0 ? [] : ['Run it again with --apply to copy what is missing.']),
  ].join('\n');
}
