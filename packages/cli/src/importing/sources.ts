import {
  accessKeysOf,
  batchResults,
  CONVENTIONS,
  type Convention,
  findDefaultTranscripts,
  findTranscripts,
  ImportError,
  type ImportSource,
  isTimeZone,
  langfuse,
  litellm,
  mapped,
  readColumnMap,
  readMapFile,
  symfony,
  transcriptRoots,
  transcripts,
} from '@token-ledger/importers';
import { CliError, refused, UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { type ImportValues, instantOption, required } from './values.ts';

/** Makes a source of the files and the options that concern it. */
type MakeSource = (paths: readonly string[], values: ImportValues, io: Machine) => Promise<ImportSource>;

/** Where Claude Code keeps its transcripts. */
type Machine = Pick<Io, 'env' | 'home'>;

interface Maker {
  readonly options: readonly OwnOption[];
  readonly make: MakeSource;
}

const OWN_OPTIONS = { convention: '--convention', map: '--map', endedAt: '--ended-at' } as const;
type OwnOption = keyof typeof OWN_OPTIONS;

const TRANSCRIPTS: Maker = {
  options: [],
  make: async (paths, _, io) => {
    const files = paths.length > 0 ? await findTranscripts(paths) : await transcriptsOfMachine(io);
    if (files.length === 0) throw new UsageError(`There are no transcripts in ${paths.join(', ')}.`);
    return transcripts({ files });
  },
};

const MAKERS = {
  'claude-code': TRANSCRIPTS,
  transcripts: TRANSCRIPTS,
  'batch-results': {
    options: ['endedAt'],
    make: async (paths, values) =>
      batchResults({
        files: filesOf(paths),
        endedAtMs: instantOption('--ended-at', required('--ended-at', values.endedAt)),
      }),
  },
  litellm: {
    options: ['convention', 'map'],
    make: async (paths, values) =>
      litellm({ files: filesOf(paths), ...conventionOf(values), ...(await accessKeysIn(values)) }),
  },
  langfuse: {
    options: ['convention'],
    make: async (paths, values) => langfuse({ files: filesOf(paths), ...conventionOf(values) }),
  },
  symfony: {
    options: ['map'],
    make: async (paths, values) =>
      symfony({ files: filesOf(paths), ...timeZoneOf(values), ...(await accessKeysIn(values)) }),
  },
  mapped: {
    options: ['map'],
    make: async (paths, values) =>
      mapped({ files: filesOf(paths), map: await readColumnMap(required('--map', values.map)) }),
  },
} as const satisfies Readonly<Record<string, Maker>>;

type SourceName = keyof typeof MAKERS;

export const SOURCES = Object.keys(MAKERS) as readonly SourceName[];

/** @throws UsageError for a source that is not known, and for options of other sources */
export async function sourceOf(
  name: string,
  paths: readonly string[],
  values: ImportValues,
  io: Machine,
): Promise<ImportSource> {
  const known = SOURCES.find((source) => source === name);
  if (known === undefined) {
    throw new UsageError(`${JSON.stringify(name)} is no source; it must be one of ${SOURCES.join(', ')}.`);
  }
  const { options, make }: Maker = MAKERS[known];
  const own = Object.keys(OWN_OPTIONS) as OwnOption[];
  const foreign = own.find((option) => values[option] !== undefined && !options.includes(option));
  if (foreign !== undefined) throw new UsageError(`${OWN_OPTIONS[foreign]} is no option of ${known}.`);
  return make(paths, values, io);
}

/** The transcripts that Claude Code keeps on this machine. */
async function transcriptsOfMachine({ env, home }: Machine): Promise<readonly string[]> {
  const roots = transcriptRoots(env, home);
  try {
    return await findDefaultTranscripts(roots);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    throw new CliError(
      `Claude Code has left no transcripts here. They would be below projects in ${roots.join(' or ')}.`,
      'Use Claude Code first, or name a folder: token-ledger import claude-code <folder>.',
      EXIT.notFound,
    );
  }
}

/** In the order of their names, so that an import continues where it was, however its files are listed. */
function filesOf(paths: readonly string[]): readonly string[] {
  if (paths.length > 0) return [...new Set(paths)].toSorted();
  throw new UsageError('Name the files to import.');
}

function conventionOf({ convention }: ImportValues): { readonly convention?: Convention } {
  if (convention === undefined) return {};
  const known = CONVENTIONS.find((name) => name === convention);
  if (known === undefined) throw refused('--convention', convention, CONVENTIONS.join(' or '));
  return { convention: known };
}

function timeZoneOf(values: ImportValues): { readonly timeZone?: string } {
  const { timeZone } = values;
  if (timeZone === undefined) return {};
  if (!isTimeZone(timeZone)) throw refused('--time-zone', timeZone, 'an IANA name such as Europe/Berlin');
  return { timeZone };
}

async function accessKeysIn({ map }: ImportValues) {
  return map === undefined ? {} : { accessKeys: accessKeysOf(await readMapFile(map)) };
}
