import { glob, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ImportError } from '../../errors.ts';

/** The folders in which Claude Code keeps its transcripts, by its environment variable and its defaults. */
export function transcriptRoots(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): readonly string[] {
  const configured = environment['CLAUDE_CONFIG_DIR'] ?? '';
  const folders = configured
    .split(',')
    .map((folder) => folder.trim())
    .filter((folder) => folder !== '');
  return [...new Set([...folders, join(home, '.claude'), join(home, '.config', 'claude')])];
}

/**
 * The transcripts below folders, and files that are named themselves, each once and in order. Of a folder, those of its
 * `projects` if it has any. Those of subagents lie in folders of their own further below.
 */
export async function findTranscripts(paths: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    for (const file of await transcriptsOf(path)) found.add(file);
  }
  return [...found].toSorted();
}

/** Those of the default folders that exist. @throws ImportError if there is no transcript. */
export async function findDefaultTranscripts(roots: readonly string[]): Promise<readonly string[]> {
  const existing: string[] = [];
  for (const root of roots) if (await isFolder(join(root, 'projects'))) existing.push(root);
  const files = await findTranscripts(existing);
  if (files.length > 0) return files;
  throw new ImportError(`There are no transcripts in the folder projects of ${roots.join(', ')}.`);
}

async function transcriptsOf(path: string): Promise<readonly string[]> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats) throw new ImportError(`${path} does not exist.`);
  if (!stats.isDirectory()) return [path];
  const projects = join(path, 'projects');
  const root = (await isFolder(projects)) ? projects : path;
  const files: string[] = [];
  for await (const name of glob('**/*.jsonl', { cwd: root })) files.push(join(root, name));
  return files;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
