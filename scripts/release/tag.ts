import { execFileSync } from 'node:child_process';
import { REPOSITORY } from '../local/state.ts';

/** Tags the commit that is checked out. @throws Error if something is not committed, or the tag exists */
export function tagRelease(version: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: REPOSITORY, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain');
  if (changed !== '') throw new Error(`These changes are not committed:\n${changed}`);
  const tag = `v${version}`;
  if (git('tag', '--list', tag) !== '') throw new Error(`${tag} exists already.`);
  git('tag', '--annotate', tag, '--message', `Token Ledger ${version}`);
  console.log(`${tag} is at ${git('rev-parse', '--short', 'HEAD')}. Publish it: git push origin ${tag}`);
}
