const UNRELEASED = '## [Unreleased]';

/** The changelog with what is unreleased under a version and a day. @throws Error if nothing is unreleased */
export function withReleasedSection(changelog: string, version: string, day: string): string {
  if (sectionOf(changelog, UNRELEASED) === '')
    throw new Error('CHANGELOG.md has nothing under [Unreleased].');
  if (changelog.includes(`## [${version}]`)) throw new Error(`CHANGELOG.md has ${version} already.`);
  return changelog.replace(UNRELEASED, `${UNRELEASED}\n\n## [${version}] - ${day}`);
}

/** What a version brings. @throws Error if the changelog does not have it */
export function notesOf(changelog: string, version: string): string {
  const heading = changelog.split('\n').find((line) => line.startsWith(`## [${version}] - `));
  const notes = heading === undefined ? '' : sectionOf(changelog, heading);
  if (notes === '') throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  return notes;
}

/** The text below a heading, up to the next of its level. */
function sectionOf(changelog: string, heading: string): string {
  const [, after = ''] = changelog.split(`${heading}\n`);
  return (after.split(/^## /m)[0] ?? '').trim();
}
