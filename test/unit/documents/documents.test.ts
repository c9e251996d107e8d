import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ITEM_KINDS } from '../../../lib/data/item-kinds.ts';
import { COMMANDS } from '../../../scripts/drills/operator.ts';
import { API_PROBES } from '../../../scripts/smoke/api-probes.ts';
import { RUNTIME_PROBES } from '../../../scripts/smoke/runtime-probes.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
/** What commands write, and a clean clone lacks. */
const GENERATED = ['dist/', 'cdk.out/', 'node_modules/'];

const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).toSorted();

/** The text outside of fenced code. */
const prose = (name: string) => read(name).replaceAll(/^```.*?^```$/gms, '');

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(name: string): readonly string[] {
  return [...prose(name).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(documents)('%s', (name) => {
  it('links to files and headings that exist', () => {
    const links = [...prose(name).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)];
    const broken = links.filter(([, path = '', anchor = '']) => {
      const target = path === '' ? name : join(dirname(name), path);
      return !existsSync(join(ROOT, target)) || (anchor !== '' && !anchors(target).includes(anchor));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it('names paths of the repository that exist', () => {
    const spans = [...prose(name).matchAll(/`([\w@.-]+(?:\/[\w@.-]+)+\/?)`/g)].map(([, path = '']) => path);
    const folders = globSync(['*/', 'test/*/'], { cwd: ROOT, exclude: GENERATED }).map((folder) =>
      folder.split('/').at(-1),
    );
    const paths = spans.filter((path) => folders.includes(path.split('/')[0]));
    const missing = paths.filter((path) =>
      [path, `test/${path}`, `test/${path}.ts`].every((place) => !existsSync(join(ROOT, place))),
    );
    expect(missing).toEqual([]);
  });
});

it('the commands of all documents exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: object };
  const named = documents.flatMap((name) =>
    [...read(name).matchAll(/npm run (?:--silent )?([\w:-]+)(?! --workspace|[\w:-])/g)].map(
      ([, script]) => script,
    ),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((script) => script === undefined || !Object.hasOwn(scripts, script))).toEqual([]);
});

it('nothing asks for the resources of a stack in one answer, of which AWS returns the first 100', () => {
  const programs = '{packages,scripts,lib,functions,bench,examples}/**/*.{ts,js,py,sh}';
  const asking = globSync(['*.md', 'docs/**/*.md', programs, '.github/**/*.yml'], {
    cwd: ROOT,
    exclude: ['**/node_modules', '**/dist'],
  });
  const found = (pattern: RegExp) => asking.filter((name) => pattern.test(read(name)));
  expect(found(/describe-?stack-?resources/i)).toEqual([]);
  // All pages of them, as the AWS CLI and paginators ask.
  expect(found(/list-?stack-?resources/i).length).toBeGreaterThanOrEqual(9);
});

describe('the operations', () => {
  const operations = read('docs/operations.md');

  it('name every command that the drills execute', () => {
    for (const command of Object.values(COMMANDS)) expect(operations).toContain(`${command}prod`);
  });

  it('list what the smoke run looks at', () => {
    const rows = [...operations.matchAll(/^\| ([^|]+) \| [^|]+ \| (?:not shown|shown)/gm)];
    const probes = [...API_PROBES, ...RUNTIME_PROBES];
    expect(new Set(rows.map(([, name]) => name))).toEqual(new Set(probes.map(({ name }) => name)));
  });
});

describe('the decisions', () => {
  const decisions = documents.filter((name) => name.startsWith('docs/adr/'));

  it('are numbered without gaps', () => {
    const numbers = decisions.map((name) => Number(name.slice('docs/adr/'.length, 'docs/adr/0000'.length)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it.each(decisions)('%s has the form of all', (name) => {
    const number = Number(name.slice('docs/adr/'.length, 'docs/adr/0000'.length));
    const [title, , status] = read(name).split('\n');
    expect(title).toMatch(new RegExp(`^# ${number}\\. `));
    expect(status).toMatch(/^\*\*Status:\*\* (?:accepted|replaced by \[.+\]\(.+\)), \d{4}-\d\d-\d\d$/);
    const sections = [...read(name).matchAll(/^## (.+)$/gm)].map(([, section]) => section);
    expect(sections.join(', ')).toMatch(/^Context, Decision, Consequences(?:, Alternatives)?$/);
  });
});

it('the diagram of the architecture has one node for each function', () => {
  const functions = globSync('functions/*/handler.ts', { cwd: ROOT }).map((file) => file.split('/')[1] ?? '');
  const diagram = /```mermaid\n(.*?)```/s.exec(read('docs/architecture.md'))?.[1] ?? '';
  const nodes = [...diagram.matchAll(/(\w+)\[([a-z]+-[a-z-]+)\]/g)];
  expect(nodes.map(([, , label = '']) => label).toSorted()).toEqual(functions.toSorted());
  expect(new Set(nodes.map(([, node]) => node)).size).toBe(functions.length);
});

it('the architecture has every kind of item of the ledger table, and no other', () => {
  const table = read('docs/architecture.md').split('**Ledger**')[1]?.split('**Audit**')[0] ?? '';
  const partitions = [...table.matchAll(/^\| [^|]+ \| `(\w)/gm)].map(([, letter]) => letter);
  const kinds = Object.values(ITEM_KINDS).map((pattern) => pattern[0]);
  expect(new Set(partitions)).toEqual(new Set(kinds));
});

it('the index of the documents links to each of them', () => {
  const index = read('docs/README.md');
  const pages = globSync('docs/*.md', { cwd: ROOT }).map((page) => page.slice('docs/'.length));
  expect(pages.filter((page) => page !== 'README.md' && !index.includes(`](${page}`))).toEqual([]);
});

it('the glossary is in the order of the alphabet', () => {
  const words = [...read('docs/glossary.md').matchAll(/^\| ([^|]+) \|/gm)].map(([, word = '']) => word);
  const [, ...rows] = words;
  expect(rows.length).toBeGreaterThan(20);
  expect(rows).toEqual(rows.toSorted((a, b) => a.localeCompare(b, 'en')));
});
