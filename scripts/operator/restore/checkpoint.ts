import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { refused } from '../../command-line.ts';
import type { CopyState } from './copy-missing.ts';

/** What a copy must have in common with the one it resumes. */
export interface CopyIdentity {
  readonly source: string;
  readonly target: string;
  /** Comma-separated, or `all`. */
  readonly kinds: string;
  readonly apply: boolean;
}

/** The file from which an interrupted copy is resumed. */
export interface Checkpoint {
  /** Undefined before the first page. @throws UsageError if the file belongs to another copy */
  read(): Promise<CopyState | undefined>;
  write(state: CopyState): Promise<void>;
  /** At the end, so that the next copy starts from the beginning. */
  remove(): Promise<void>;
}

export function fileCheckpoint(path: string, identity: CopyIdentity): Checkpoint {
  const isSame = (other: CopyIdentity) =>
    (['source', 'target', 'kinds', 'apply'] as const).every((name) => other[name] === identity[name]);
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (text === undefined) return undefined;
      const { state, ...stored } = parse(path, text);
      if (isSame(stored)) return state;
      throw refused(
        'checkpoint',
        path,
        `a file of the same copy; it is of ${stored.source} to ${stored.target}, kinds ${stored.kinds}, ` +
          (stored.apply ? 'with --apply' : 'without --apply'),
      );
    },
    async write(state) {
      // A crash in the middle leaves the previous file.
      await writeFile(`${path}.new`, JSON.stringify({ ...identity, state }), { mode: 0o600 });
      await rename(`${path}.new`, path);
    },
    remove: () => rm(path, { force: true }),
  };
}

function parse(path: string, text: string): CopyIdentity & { readonly state: CopyState } {
  try {
    return JSON.parse(text) as CopyIdentity & { readonly state: CopyState };
  } catch {
    throw refused('checkpoint', path, 'a file that an interrupted copy wrote');
  }
}
