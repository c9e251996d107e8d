import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { licenceReport } from '../../../scripts/dependencies/licences.ts';
import { notesOf, withReleasedSection } from '../../../scripts/release/changelog.ts';
import { problemsOf } from '../../../scripts/release/problems.ts';
import { readVersions } from '../../../scripts/release/versions.ts';
import { publishedFrom } from '../../../scripts/shared/published-from.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');

const CHANGELOG = `# Changelog

## [Unreleased]

### Added

- Something new.

## [0.9.0] - 2026-11-01

### Fixed

- Something old.
`;

describe('the version', () => {
  it('is the same in every file that names one', async () => {
    const { version, byFile } = await readVersions();
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(byFile.size).toBeGreaterThan(25);
    // Each is published on its own.
    for (const path of ['packages/cli/src/version.ts', 'clients/python/src/token_ledger.py'])
      expect(byFile.get(path)).toBe(version);
    expect([...byFile].filter(([, other]) => other !== version)).toEqual([]);
  });
});

describe('the changelog', () => {
  it('gets a dated section with what was unreleased', () => {
    const released = withReleasedSection(CHANGELOG, '1.0.0', '2026-12-01');
    expect(released).toContain('## [Unreleased]\n\n## [1.0.0] - 2026-12-01\n\n### Added\n\n- Something new.');
    expect(notesOf(released, '1.0.0')).toBe('### Added\n\n- Something new.');
    expect(notesOf(released, '0.9.0')).toBe('### Fixed\n\n- Something old.');
  });

  it('is refused without news, or with the version already', () => {
    const released = withReleasedSection(CHANGELOG, '1.0.0', '2026-12-01');
    expect(() => withReleasedSection(released, '1.0.1', '2026-12-02')).toThrow('nothing under [Unreleased]');
    expect(() => withReleasedSection(CHANGELOG, '0.9.0', '2026-12-01')).toThrow('has 0.9.0 already');
    expect(() => notesOf(CHANGELOG, '1.0.0')).toThrow('says nothing of 1.0.0');
  });
});

describe('a published package', () => {
  it('names the repository whose workflow packs it, as npm wants it with provenance', () => {
    const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'example/token-ledger' };
    expect(publishedFrom('packages/client', env)).toEqual({
      repository: {
        type: 'git',
        url: 'git+https://github.com/example/token-ledger.git',
        directory: 'packages/client',
      },
    });
    expect(publishedFrom('packages/client', {})).toEqual({});
  });
});

describe('a release', () => {
  const byFile = new Map([['package.json', '0.9.0']]);

  it('may be tagged if versions, changelog and tag agree', () => {
    expect(problemsOf({ version: '0.9.0', byFile }, CHANGELOG, 'v0.9.0')).toEqual([]);
  });

  it('is refused with everything that does not agree', () => {
    const other = new Map([...byFile, ['web/package.json', '0.8.0']]);
    expect(problemsOf({ version: '1.0.0', byFile: other }, CHANGELOG, 'v0.9.0')).toEqual([
      'package.json has the version 0.9.0, package.json has 1.0.0.',
      'web/package.json has the version 0.8.0, package.json has 1.0.0.',
      'The tag is v0.9.0, the version is 1.0.0.',
      'CHANGELOG.md says nothing of 1.0.0.',
    ]);
  });

  it('lists the licences of what is not its own, by what it is for', () => {
    const component = { version: '1.0.0', licenses: [{ license: { id: 'MIT' } }] };
    const development = [{ name: 'cdx:npm:package:development', value: 'true' }];
    const report = licenceReport({
      components: [
        { ...component, name: 'zod' },
        { ...component, name: 'jest', properties: development },
        { ...component, name: '@token-ledger/core' },
      ],
    });
    expect(report).toContain(
      '| jest | 1.0.0 | MIT | development |\n| zod | 1.0.0 | MIT | deployed or published |',
    );
    expect(report).not.toContain('@token-ledger');
  });
});

describe('the workflows', () => {
  const FOLDER = '.github/workflows';
  const files = readdirSync(join(REPOSITORY, FOLDER));
  const texts = files.map((file) => [file, read(join(FOLDER, file))] as const);

  it('run scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = texts.flatMap(([, text]) =>
      [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });

  it.each(texts)('%s names every action by a commit, with its version beside it', (_, text) => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(uses.length).toBeGreaterThan(0);
  });

  it('name the same commit of an action everywhere', () => {
    const uses = texts.flatMap(([, text]) => [...text.matchAll(/uses: ([^@]+)@(.*)/g)]);
    const commits = Map.groupBy(uses, ([, action]) => action);
    for (const [, same] of commits) expect(new Set(same.map(([, , commit]) => commit)).size).toBe(1);
  });

  it.each(texts)('%s may do no more than read, unless a job says why', (_, text) => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n/m);
    expect(text).not.toMatch(/secrets\.|pull_request_target|write-all/);
  });

  it('attest all that they publish, with checksums, licences and bill of materials among it (SECURITY.md)', () => {
    const release = read(join(FOLDER, 'release.yml'));
    const packed = /release -- pack (\S+)/.exec(release)?.[1];
    expect(/attest-build-provenance@.*\n\s+with:\n\s+subject-path: (\S+)/.exec(release)?.[1]).toBe(
      `${packed}/*`,
    );
    expect(/upload-artifact@.*\n\s+with:\n\s+name: release\n\s+path: (\S+)/.exec(release)?.[1]).toBe(packed);
    expect(release).toMatch(/gh release create .* release\/\*$/m);
    const written = [
      ...read('scripts/release/artefacts.ts').matchAll(/writeFile\(join\(folder, '([^']+)'\)/g),
    ];
    expect(written.map(([, file]) => file)).toEqual(
      expect.arrayContaining(['sbom.cdx.json', 'licences.md', 'SHA256SUMS']),
    );
  });

  it('deploy with packages that were installed before there were credentials', () => {
    const deploy = read(join(FOLDER, 'deploy.yml'));
    expect(deploy.indexOf('npm ci')).toBeGreaterThan(-1);
    expect(deploy.indexOf('npm ci')).toBeLessThan(deploy.indexOf('configure-aws-credentials'));
  });

  it('publish what the release script packs, after all checks', () => {
    const release = read(join(FOLDER, 'release.yml'));
    const order = [
      '.ci/run',
      'release -- check',
      'release -- pack',
      'attest-build-provenance',
      'npm publish',
    ];
    const places = order.map((step) => release.indexOf(step));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });
});
