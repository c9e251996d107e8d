import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../local/state.ts';

/** A section of `docs/runbook.md`, whose steps are followed as they are written. */
export interface RunbookSection {
  /** The steps that were followed, in order. */
  readonly followed: readonly string[];
  /** Follows one step. @throws Error if the section does not have these words */
  readonly follow: <T>(words: string, action: () => Promise<T>) => Promise<T>;
}

/** @throws Error if the runbook has no heading with this anchor */
export async function readSection(anchor: string): Promise<RunbookSection> {
  const text = await readFile(join(REPOSITORY, 'docs', 'runbook.md'), 'utf8');
  const section = text.split(/^### /m).find((part) => anchorOf(part.split('\n')[0] ?? '') === anchor);
  if (section === undefined) throw new Error(`docs/runbook.md has no heading #${anchor}.`);
  const flat = oneLine(section);
  const followed: string[] = [];
  return {
    followed,
    async follow(words, action) {
      if (!flat.includes(oneLine(words)))
        throw new Error(`The section #${anchor} of docs/runbook.md does not say: ${words}`);
      followed.push(words);
      return action();
    },
  };
}

/** As GitHub makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/\s+/g, '-');
}

/** Where a line ends has no meaning. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
