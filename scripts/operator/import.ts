import { formatNanoDollars } from '@token-ledger/core';
import { importUsage, RefusedImportError, type Survey } from '@token-ledger/importers';
import { readArguments, refused, required, runScript, UsageError } from '../command-line.ts';
import {
  heldElsewhereOf,
  IMPORT_OPTIONS,
  IMPORT_USAGE,
  type ImportValues,
  rangeOf,
} from './import/options.ts';
import { createProgress } from './import/progress.ts';
import { SOURCES, sourceOf } from './import/sources.ts';
import { summarize, summarizeSurvey } from './import/summarize.ts';

const USAGE = `Imports usage of the past from files. Sending it again is safe: a call counts once under its name.
Exit code 0: everything was accepted. 1: something was refused, or the import stopped; run it again. 2: wrong usage.

  npm run import -- <source> [files…] [options]

${IMPORT_USAGE}`;

await runScript(USAGE, async () => {
  const { values, positionals } = readArguments({ allowPositionals: true, options: IMPORT_OPTIONS });
  const [name, ...paths] = positionals;
  if (name === undefined) throw new UsageError(`Name a source: one of ${SOURCES.join(', ')}.`);
  const source = await sourceOf(name, paths, values);
  const endpoint = required('api', values.api ?? process.env['TOKEN_LEDGER_URL']);
  const accessKey = environmentVariable('TOKEN_LEDGER_KEY');
  const readKey = process.env['TOKEN_LEDGER_READ_KEY'];
  const progress = createProgress();
  const stop = stopOnSignal();
  let read: Survey | undefined;
  try {
    const { signal } = stop;
    const result = await importUsage({
      source,
      endpoint,
      accessKey,
      ...(readKey && { readKey }),
      defaults: defaultsOf(values),
      range: rangeOf(values),
      dryRun: values['dry-run'],
      allowOverlap: values['allow-overlap'],
      ...heldElsewhereOf(values),
      ...(values.resume !== undefined && { statePath: values.resume }),
      ...(values.report !== undefined && { reportPath: values.report }),
      onSurvey: (survey) => {
        read = survey;
      },
      onProgress: progress.update,
      signal,
    });
    progress.end();
    for (const line of summarize(result, formatNanoDollars)) console.log(line);
    const { invalid } = result.survey;
    return invalid + (result.sent?.rejected ?? 0) + (result.sent?.conflicts ?? 0) > 0 ? 1 : 0;
  } catch (error) {
    progress.end();
    if (read) for (const line of summarizeSurvey(read, formatNanoDollars)) console.log(line);
    if (!(error instanceof RefusedImportError) && values.resume !== undefined) {
      console.error(`Run the same command again to continue: ${values.resume} has what was done.`);
    }
    throw error;
  } finally {
    stop.end();
  }
});

function defaultsOf(values: ImportValues) {
  const { user, feature, 'access-key': accessKeyId } = values;
  if (accessKeyId?.startsWith('tl_')) {
    throw refused(
      'access-key',
      'tl_…',
      'the id of an access key, ak_…; the key itself belongs into TOKEN_LEDGER_KEY',
    );
  }
  return {
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(user !== undefined && { userId: user }),
    ...(feature !== undefined && { feature }),
  };
}

/** A secret is no option: other users of a machine see the arguments of its programs. */
function environmentVariable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new UsageError(`Set ${name} to an access key with the scope ingest.`);
}

/** The first signal lets the batch that is on its way arrive; the second one ends the program. */
function stopOnSignal() {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, stop);
  return {
    signal: controller.signal,
    end: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
