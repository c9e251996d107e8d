import { homedir } from 'node:os';
import {
  accessKeysOf,
  batchResults,
  CONVENTIONS,
  type Convention,
  findDefaultTranscripts,
  findTranscripts,
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
import { instantOption, refused, required, UsageError } from '../../command-line.ts';
import type { ImportValues } from './options.ts';

/** Makes a source of the files and the options that concern it. */
type MakeSource = (paths: readonly string[], values: ImportValues) => Promise<ImportSource>;

const MAKERS = {
  transcripts: {
    options: [],
    make: async (paths) => {
      const files =
        paths.length > 0
          ? await findTranscripts(paths)
          : await findDefaultTranscripts(transcriptRoots(process.env, homedir()));
      if (files.length === 0) throw new UsageError(`There are no transcripts in ${paths.join(', ')}.`);
      return transcripts({ files });
    },
  },
  'batch-results': {
    options: ['ended-at'],
    make: async (paths, values) =>
      batchResults({
        files: filesOf(paths),
        endedAtMs: instantOption('ended-at', required('ended-at', values['ended-at'])),
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
    options: ['time-zone', 'map'],
    make: async (paths, values) =>
      symfony({ files: filesOf(paths), ...timeZoneOf(values), ...(await accessKeysIn(values)) }),
  },
  mapped: {
    options: ['map'],
    make: async (paths, values) =>
      mapped({ files: filesOf(paths), map: await readColumnMap(required('map', values.map)) }),
  },
} as const satisfies Readonly<
  Record<string, { readonly options: readonly (keyof ImportValues)[]; readonly make: MakeSource }>
>;

type SourceName = keyof typeof MAKERS;

export const SOURCES = Object.keys(MAKERS) as readonly SourceName[];
const OWN_OPTIONS = ['convention', 'map', 'time-zone', 'ended-at'] as const;

/** @throws UsageError for a source that is not known, and for options of other sources */
export async function sourceOf(
  name: string,
  paths: readonly string[],
  values: ImportValues,
): Promise<ImportSource> {
  const known = SOURCES.find((source) => source === name);
  if (known === undefined) {
    throw new UsageError(`${JSON.stringify(name)} is no source; it must be one of ${SOURCES.join(', ')}.`);
  }
  const { options, make }: { readonly options: readonly string[]; readonly make: MakeSource } = MAKERS[known];
  const foreign = OWN_OPTIONS.find((option) => values[option] !== undefined && !options.includes(option));
  if (foreign !== undefined) throw new UsageError(`--${foreign} is no option of ${known}.`);
  return make(paths, values);
}

/** In the order of their names, so that an import continues where it was, however its files are listed. */
function filesOf(paths: readonly string[]): readonly string[] {
  if (paths.length > 0) return [...new Set(paths)].toSorted();
  throw new UsageError('Name the files to import.');
}

function conventionOf({ convention }: ImportValues): { readonly convention?: Convention } {
  if (convention === undefined) return {};
  const known = CONVENTIONS.find((name) => name === convention);
  if (known === undefined) throw refused('convention', convention, CONVENTIONS.join(' or '));
  return { convention: known };
}

function timeZoneOf(values: ImportValues): { readonly timeZone?: string } {
  const timeZone = values['time-zone'];
  if (timeZone === undefined) return {};
  if (!isTimeZone(timeZone)) throw refused('time-zone', timeZone, 'an IANA name such as Europe/Berlin');
  return { timeZone };
}

async function accessKeysIn({ map }: ImportValues) {
  return map === undefined ? {} : { accessKeys: accessKeysOf(await readMapFile(map)) };
}
