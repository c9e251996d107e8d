import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readArguments, runScript, UsageError } from './command-line.ts';
import { REPOSITORY } from './local/state.ts';
import { packRelease } from './release/artefacts.ts';
import { notesOf, withReleasedSection } from './release/changelog.ts';
import { releaseProblems } from './release/problems.ts';
import { tagRelease } from './release/tag.ts';
import { readVersions, writeVersion } from './release/versions.ts';

const USAGE = `Prepares, checks, tags and packs a release. All packages, the API and this repository have one version.

  npm run release -- prepare <version>   writes the version everywhere, and dates the changelog's section of what is unreleased
  npm run release -- check [<tag>]       checks that versions, changelog and tag agree
  npm run release -- tag                 checks, and tags the commit that is checked out: v<version>. Pushing the tag publishes it
  npm run release -- pack <folder>       packs what is published, with bill of materials, licences, notes and checksums

After prepare: npm run openapi, npm run docs:cli, npm test, commit.
Exit code 0: done. 1: something does not agree. 2: wrong usage.`;

const CHANGELOG = join(REPOSITORY, 'CHANGELOG.md');

await runScript(USAGE, async () => {
  const { positionals } = readArguments({ allowPositionals: true });
  const [action, argument, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`${others.join(' ')} is too much.`);
  switch (action) {
    case 'prepare':
      return prepare(argument ?? '');
    case 'check':
      return report(await releaseProblems(argument));
    case 'tag': {
      const failed = report(await releaseProblems());
      return failed === 0 ? tagRelease((await readVersions()).version) : failed;
    }
    case 'pack':
      if (argument === undefined) throw new UsageError('Name the folder.');
      return packRelease(
        resolve(argument),
        notesOf(await readFile(CHANGELOG, 'utf8'), (await readVersions()).version),
      );
    default:
      throw new UsageError('Name what to do: prepare, check, tag or pack.');
  }
});

async function prepare(version: string): Promise<void> {
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new UsageError(`${JSON.stringify(version)} is no version; it must have the form 1.0.0.`);
  const changelog = await readFile(CHANGELOG, 'utf8');
  const day = new Date().toISOString().slice(0, 10);
  // Before anything is written: it refuses a changelog without news.
  const released = withReleasedSection(changelog, version, day);
  const files = await writeVersion(version);
  await writeFile(CHANGELOG, released);
  console.log(`${version} is in CHANGELOG.md and in:\n  ${files.join('\n  ')}`);
  console.log('Now: npm run openapi, npm run docs:cli, npm test, commit, npm run release -- tag.');
}

/** Prints what does not agree; returns the exit code. */
function report(problems: readonly string[]): number {
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log('Versions, changelog and tag agree.');
  return problems.length === 0 ? 0 : 1;
}
