import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packCli } from '../cli-package/pack.ts';
import { packClient } from '../client-package/pack.ts';
import { licenceReport, type Sbom } from '../dependencies/licences.ts';
import { REPOSITORY } from '../local/state.ts';

/** Fills a folder with what is published, and with what says what is in it. */
export async function packRelease(folder: string, notes: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty.`);
  await packCli(folder);
  packClient(folder);
  await copyFile(
    join(REPOSITORY, 'clients', 'python', 'src', 'token_ledger.py'),
    join(folder, 'token_ledger.py'),
  );
  await copyFile(join(REPOSITORY, 'packages', 'contract', 'openapi.json'), join(folder, 'openapi.json'));
  const sbom = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  await writeFile(join(folder, 'sbom.cdx.json'), sbom);
  await writeFile(join(folder, 'licences.md'), licenceReport(JSON.parse(sbom) as Sbom));
  await writeFile(join(folder, 'notes.md'), `${notes}\n`);
  await writeFile(join(folder, 'SHA256SUMS'), await checksums(folder));
  for (const name of await readdir(folder)) console.log(name);
}

/** In the form that `sha256sum --check` reads. */
async function checksums(folder: string): Promise<string> {
  const names = (await readdir(folder)).toSorted();
  const lines = names.map(async (name) => {
    const digest = createHash('sha256').update(await readFile(join(folder, name)));
    return `${digest.digest('hex')}  ${name}\n`;
  });
  return (await Promise.all(lines)).join('');
}
