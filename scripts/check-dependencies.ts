import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { judgeAudit } from './dependencies/judge-audit.ts';
import { licenceProblems, listLicences, type Sbom } from './dependencies/licences.ts';

/*
 * Checks what this repository depends on, all of it, also what only develops and tests: known vulnerabilities, and licences. Writes the
 * bill of materials (CycloneDX) to dist/sbom.cdx.json.
 */

const REPOSITORY = join(import.meta.dirname, '..');
const SBOM_PATH = join(REPOSITORY, 'dist', 'sbom.cdx.json');

const [audited, sbom] = await Promise.all([audit(), writeSbom()]);
console.log(audited.text);
console.log(
  `${sbom.components.length} packages in ${SBOM_PATH.slice(REPOSITORY.length + 1)}. ${listLicences(sbom)}`,
);
const problems = licenceProblems(sbom);
for (const problem of problems) console.error(problem);
if (audited.failed || problems.length > 0) process.exitCode = 1;

async function audit() {
  return judgeAudit(await npm('audit', '--json'));
}

async function writeSbom(): Promise<Sbom> {
  const text = await npm('sbom', '--sbom-format', 'cyclonedx');
  const made = JSON.parse(text) as Sbom & { readonly metadata: { readonly component: object } };
  // npm names it after the folder.
  const { name } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as { name: string };
  Object.assign(made.metadata.component, { name });
  await mkdir(dirname(SBOM_PATH), { recursive: true });
  await writeFile(SBOM_PATH, `${JSON.stringify(made, null, 2)}\n`);
  return made;
}

/** The output of npm, also if it fails: an audit does if it finds something. */
function npm(...args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: REPOSITORY, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) =>
      resolve(stdout),
    );
  });
}
