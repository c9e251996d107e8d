import { cp, lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../local/state.ts';
import { runOrFail, type Shell } from './command.ts';

/** The sources of one version in a directory of their own, with settings of their own, as in the clone of a company. */
export interface Release {
  readonly name: string;
  readonly directory: string;
  /** Replaces the settings of a stage in its `cdk.json`. */
  configure(stage: string, settings: object): Promise<void>;
}

const LIST_SOURCES = ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];

/** The sources as they are in this clone, changes that are not committed included. */
export async function workingTree(shell: Shell, directory: string): Promise<Release> {
  const listed = await runOrFail({ ...shell, cwd: REPOSITORY }, ...LIST_SOURCES);
  for (const path of listed.output.split('\0').filter(Boolean)) {
    const source = join(REPOSITORY, path);
    // Deleted files are listed until their deletion is committed.
    if (!(await exists(source))) continue;
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await cp(source, join(directory, path));
  }
  return prepared('the working tree', shell, directory);
}

/** The sources of a commit. @throws Error if this clone does not have it */
export async function committed(shell: Shell, ref: string, directory: string): Promise<Release> {
  const git = { ...shell, cwd: REPOSITORY };
  await mkdir(directory, { recursive: true });
  try {
    await runOrFail(git, 'git', 'archive', '--output', `${directory}.tar`, ref);
  } catch (error) {
    throw new Error(
      `This clone has no commit ${ref}. Name another one with --from, or fetch its history: git fetch --unshallow.`,
      { cause: error },
    );
  }
  await runOrFail(git, 'tar', '-xf', `${directory}.tar`, '-C', directory);
  return prepared(ref, shell, directory);
}

async function prepared(name: string, shell: Shell, directory: string): Promise<Release> {
  const lock = (root: string) => readFile(join(root, 'package-lock.json'), 'utf8');
  if ((await lock(directory)) === (await lock(REPOSITORY))) await linkPackages(directory);
  else await runOrFail({ ...shell, cwd: directory }, 'npm', 'ci', '--no-audit', '--no-fund');
  return {
    name,
    directory,
    async configure(stage, settings) {
      const path = join(directory, 'cdk.json');
      const app = JSON.parse(await readFile(path, 'utf8')) as { context: Record<string, unknown> };
      app.context['tokenLedger'] = { stages: { [stage]: settings } };
      await writeFile(path, `${JSON.stringify(app, undefined, 2)}\n`);
    },
  };
}

/** Directories of links that lead to the sources, or past them to packages. */
const OWN_LINKS = ['@token-ledger', '.bin'];

/** The packages of this clone, except those of the product, whose links lead to the sources beside them. */
async function linkPackages(directory: string): Promise<void> {
  await mkdir(join(directory, 'node_modules'));
  for (const name of await readdir(join(REPOSITORY, 'node_modules'))) {
    if (OWN_LINKS.includes(name)) continue;
    await symlink(join(REPOSITORY, 'node_modules', name), join(directory, 'node_modules', name));
  }
  for (const own of OWN_LINKS.map((name) => join('node_modules', name))) {
    await mkdir(join(directory, own));
    for (const name of await readdir(join(REPOSITORY, own)))
      await symlink(await readlink(join(REPOSITORY, own, name)), join(directory, own, name));
  }
  const workspaces = await readdir(join(directory, 'packages'));
  for (const workspace of ['web', ...workspaces.map((name) => join('packages', name))]) {
    const packages = join(workspace, 'node_modules');
    if (await exists(join(REPOSITORY, packages)))
      await symlink(join(REPOSITORY, packages), join(directory, packages));
  }
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
