import type { ParseArgsConfig } from 'node:util';
import { HELD_ELSEWHERE_MODES, type HeldElsewhereMode } from '@token-ledger/importers';
import { instantOption, refused, UsageError } from '../../command-line.ts';

export const IMPORT_OPTIONS = {
  api: { type: 'string' },
  'access-key': { type: 'string' },
  user: { type: 'string' },
  feature: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  convention: { type: 'string' },
  map: { type: 'string' },
  'time-zone': { type: 'string' },
  'ended-at': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  'allow-overlap': { type: 'boolean', default: false },
  'held-elsewhere': { type: 'string' },
  resume: { type: 'string' },
  report: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

/** The values of `IMPORT_OPTIONS`. */
export type ImportValues = {
  readonly [Name in keyof typeof IMPORT_OPTIONS]?: (typeof IMPORT_OPTIONS)[Name]['type'] extends 'boolean'
    ? boolean
    : string;
};

export const IMPORT_USAGE = `  transcripts    transcripts of Claude Code: files or folders (default those of this machine)
  batch-results  results of Message Batches, .jsonl; needs --ended-at
  litellm        the table LiteLLM_SpendLogs, or payloads of the webhook generic_api: .csv, .ndjson
  langfuse       observations_v2 of an export to blob storage: .csv, .jsonl
  symfony        tables of the bundle tourze/anthropic-token-usage-bundle: .csv, .ndjson, named after their tables
  mapped         .csv, .ndjson by a column map; needs --map

  --api <url>               the ledger's address (default the environment variable TOKEN_LEDGER_URL)
  --dry-run                 read and check everything, and send nothing
  --resume <file>           remember where the import stands; the next one continues it, or imports only what is new
  --report <file>           list the refused records, one line of JSON each
  --access-key <id>         the access key the usage is for (default the one that reports it)
  --user <id>               the user of records that name none
  --feature <name>          the feature of records that name none
  --from, --to <instant>    only calls from (2026-11-21 or 2026-11-21T12:00:00Z) up to another time, exclusive
  --allow-overlap           import calls that may have been captured already under other names
  --held-elsewhere <what>   calls that another access key has counted: join, under that key, or skip (default: refuse to import)
  --convention <name>       litellm, langfuse: whether input tokens count the cache, inclusive or exclusive
  --map <file>              mapped: the columns; litellm, symfony: { "accessKeys": { "<their id>": "<ours>" } }
  --time-zone <IANA name>   symfony: the time zone of PHP (default UTC)
  --ended-at <instant>      batch-results: when the batch ended, its ended_at

TOKEN_LEDGER_KEY is an access key with the scope ingest, with ingest:users for other users, with ingest:any for other access keys too.
Sources whose names cannot join what was captured live need the scope read as well, in the same key or in TOKEN_LEDGER_READ_KEY.`;

/** The values of `--from` and `--to`, of which each may be missing. */
export function rangeOf({ from, to }: ImportValues) {
  const fromMs = from === undefined ? undefined : instantOption('from', from);
  const toMs = to === undefined ? undefined : instantOption('to', to);
  if (fromMs !== undefined && toMs !== undefined && toMs <= fromMs) {
    throw new UsageError('--to must be later than --from.');
  }
  return { ...(fromMs !== undefined && { fromMs }), ...(toMs !== undefined && { toMs }) };
}

/** The value of `--held-elsewhere`, which may be missing. */
export function heldElsewhereOf(values: ImportValues): { readonly heldElsewhere?: HeldElsewhereMode } {
  const value = values['held-elsewhere'];
  if (value === undefined) return {};
  const known = HELD_ELSEWHERE_MODES.find((mode) => mode === value);
  if (known === undefined) throw refused('held-elsewhere', value, HELD_ELSEWHERE_MODES.join(', '));
  return { heldElsewhere: known };
}
