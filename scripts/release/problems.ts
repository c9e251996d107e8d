import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../local/state.ts';
import { notesOf } from './changelog.ts';
import { readVersions, type Versions } from './versions.ts';

/** A sentence for each thing that keeps what is checked out from being released, as a tag if one is named. */
export async function releaseProblems(tag?: string): Promise<readonly string[]> {
  const versions = await readVersions();
  const changelog = await readFile(join(REPOSITORY, 'CHANGELOG.md'), 'utf8');
  return problemsOf(versions, changelog, tag);
}

export function problemsOf(
  { version, byFile }: Versions,
  changelog: string,
  tag?: string,
): readonly string[] {
  const others = [...byFile].filter(([, other]) => other !== version);
  return [
    ...others.map(([path, other]) => `${path} has the version ${other}, package.json has ${version}.`),
    ...(tag === undefined || tag === `v${version}` ? [] : [`The tag is ${tag}, the version is ${version}.`]),
    ...changelogProblems(changelog, version),
  ];
}

function changelogProblems(changelog: string, version: string): readonly string[] {
  try {
    notesOf(changelog, version);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
