import { resolve } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import type { ImportPhase, Survey } from '@token-ledger/importers';
import { type Context, globalOptions, withExamples } from '../command.ts';
import { CliError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { ImportValues } from '../importing/values.ts';
import type { Io } from '../io.ts';
import { createPrinter } from '../output/printer.ts';
import { type Progress, startProgress } from '../output/progress.ts';
import { findTarget } from '../session/target.ts';

const SOURCES = `
Sources:
  claude-code    transcripts of Claude Code: files or folders (default: those of this machine); feature claude_code
  transcripts    the same, without a feature
  batch-results  results of Message Batches, .jsonl; needs --ended-at
  litellm        the table LiteLLM_SpendLogs, or payloads of the webhook generic_api: .csv, .ndjson
  langfuse       observations_v2 of an export to blob storage: .csv, .jsonl
  symfony        tables of the bundle tourze/anthropic-token-usage-bundle, named after their tables;
                 --time-zone is that of PHP
  mapped         .csv, .ndjson by a column map; needs --map

The access key of the ledger in use needs the scope ingest; with ingest:users for other users, with ingest:any for other access
keys. Sources whose names cannot join what was captured live need the scope read, too, in TOKEN_LEDGER_READ_KEY if not the same.`;

/** The feature under which live reports of Claude Code count. */
const CLAUDE_CODE = 'claude_code';

/** `token-ledger import` */
export function importCommand(context: Context) {
  const command = new Command('import')
    .description('count usage of the past from files; a call counts once, so it can be repeated')
    .argument('<source>', 'what the files are')
    .argument('[files...]')
    .option('--no-wait', 'return before everything that was sent is counted')
    .option('--dry-run', 'read and check everything, and send nothing')
    .option(
      '--resume <file>',
      'remember where the import stands; the next one continues it, or imports only what is new',
    )
    .option('--report <file>', 'list the refused records, one line of JSON each')
    .option('--access-key <id>', 'the access key the usage is for (default: the one that reports it)')
    .option('--user <id>', 'the user of records that name none')
    .option('--feature <name>', 'the feature of records that name none')
    .addOption(
      new Option(
        '--last <duration>',
        'only calls of the last 24h, or 7d with today, by days of UTC',
      ).conflicts([
        'from',
        'to',
        // It knows an import by its range, which would be another each time.
        'resume',
      ]),
    )
    .option('--from <time>', 'only calls from a day or an instant on')
    .option('--to <time>', 'only calls before a day or an instant')
    .option('--allow-overlap', 'import calls that may have been captured already under other names')
    .option(
      '--held-elsewhere <what>',
      'calls that another access key has counted: join, under that key, or skip (default: refuse to import)',
    )
    .addOption(
      new Option(
        '--convention <name>',
        'litellm, langfuse: whether input tokens count the cache, inclusive or exclusive',
      ),
    )
    .option(
      '--map <file>',
      'mapped: the columns; litellm, symfony: { "accessKeys": { "<their id>": "<ours>" } }',
    )
    .option('--ended-at <time>', 'batch-results: when the batch ended, its ended_at')
    .addHelpText('after', SOURCES)
    .action(async (name, files, options, self) => {
      const { io } = context;
      const { profile, json = false, timeZone } = globalOptions(self);
      const { importUsage, RefusedImportError } = await import('@token-ledger/importers');
      const { sourceOf } = await import('../importing/sources.ts');
      const { defaultsOf, heldElsewhereOf, rangeOf } = await import('../importing/values.ts');
      const { summarize, summarizeSurvey } = await import('../importing/summarize.ts');
      const { formatNanoDollars } = await import('@token-ledger/core');
      const values: ImportValues = {
        ...(name === 'claude-code' && { feature: CLAUDE_CODE }),
        ...options,
        ...(options.map !== undefined && { map: resolve(io.cwd, options.map) }),
        ...(name === 'symfony' && timeZone !== undefined && { timeZone }),
      };
      const source = await sourceOf(
        name,
        files.map((file) => resolve(io.cwd, file)),
        values,
        io,
      );
      const target = await findTarget(io, profile);
      const { url, accessKey } = target;
      if (accessKey === undefined)
        throw new CliError(
          'An import needs an access key, not a sign-in.',
          'Use a profile with one, or TOKEN_LEDGER_KEY.',
          EXIT.access,
        );
      const progress = phases(io);
      let read: Survey | undefined;
      try {
        const result = await importUsage({
          source,
          endpoint: url,
          accessKey,
          ...(io.env['TOKEN_LEDGER_READ_KEY'] && { readKey: io.env['TOKEN_LEDGER_READ_KEY'] }),
          defaults: defaultsOf(values),
          range: rangeOf(values, io.nowMs()),
          dryRun: options.dryRun ?? false,
          allowOverlap: options.allowOverlap ?? false,
          ...(options.resume !== undefined && { statePath: resolve(io.cwd, options.resume) }),
          ...(options.report !== undefined && { reportPath: resolve(io.cwd, options.report) }),
          ...heldElsewhereOf(values),
          onSurvey: (survey) => {
            read = survey;
          },
          onProgress: (phase, done, total) => progress.update(phase, done, total),
          signal: io.signal,
        });
        await progress.end();
        const { sent, survey } = result;
        const print = createPrinter(io, json);
        if (json) await print.one(withTexts(result), []);
        for (const line of summarize(result, formatNanoDollars)) await print.line(line);
        if (survey.invalid + (sent?.rejected ?? 0) + (sent?.conflicts ?? 0) > 0)
          context.exitCode = EXIT.problem;
        if (!sent || sent.accepted === 0 || !options.wait) return;
        const { waitUntilCounted } = await import('../importing/wait-until-counted.ts');
        print.note((await waitUntilCounted(io, target)) ?? 'Everything is counted: token-ledger top');
      } catch (error) {
        await progress.end();
        const print = createPrinter(io, json);
        if (read) for (const line of summarizeSurvey(read, formatNanoDollars)) await print.line(line);
        if (!(error instanceof RefusedImportError) && options.resume !== undefined)
          io.err(`Run the same command again to continue: ${options.resume} has what was done.\n`);
        throw error;
      }
    });
  return withExamples(
    command,
    'import claude-code --dry-run',
    'import claude-code --user u_42 --resume ~/.token-ledger-transcripts.json',
    'import litellm spend-logs.csv --convention inclusive --dry-run',
  );
}

const TITLES: Readonly<Record<ImportPhase, string>> = {
  reading: 'Reading',
  checking: 'Checking for an overlap',
  sending: 'Sending',
};
/** A bar that is drawn for each of a million rows would take longer than reading them. */
const STEP = 1000;

/** A bar for each phase of the import. */
function phases(io: Io) {
  let current: { readonly phase: ImportPhase; readonly bar: Promise<Progress> } | undefined;
  const end = async () => {
    (await current?.bar)?.end();
    current = undefined;
  };
  return {
    update(phase: ImportPhase, done: number, total: number | undefined): void {
      if (phase !== current?.phase) {
        void current?.bar.then((shown) => shown.end());
        current = { phase, bar: startProgress(io, TITLES[phase], 'records') };
      } else if (done % STEP !== 0 && done !== total) return;
      void draw(current.bar, done, total);
    },
    end,
  };
}

async function draw(bar: Promise<Progress>, done: number, total: number | undefined): Promise<void> {
  (await bar).update(done, total);
}

/** Sums as decimal text: they may exceed what JSON numbers hold exactly. */
function withTexts(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)),
  );
}
