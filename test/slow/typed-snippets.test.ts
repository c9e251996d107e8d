import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blocksIn, placeOf } from '../support/documents/code-blocks.ts';
import { SNIPPET_GLOBALS } from '../support/documents/snippet-globals.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Within the repository, so that packages are found; not part of it. */
const FOLDER = join(ROOT, '.token-ledger', `snippets-${process.pid}`);

const TSCONFIG = {
  extends: '../../tsconfig.json',
  compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
  include: ['*.ts'],
  exclude: [],
};

const typed = blocksIn('ts', 'js').map((block, index) => ({ ...block, file: `snippet-${index}.ts` }));

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

describe('a snippet of TypeScript', () => {
  let output = '';
  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    writeFileSync(join(FOLDER, 'globals.d.ts'), SNIPPET_GLOBALS);
    for (const { file, text } of typed) writeFileSync(join(FOLDER, file), asModule(text));
    writeFileSync(join(FOLDER, 'wrong.ts'), "export const count: number = 'one';");
    const compiler = join(ROOT, 'node_modules/.bin/tsc');
    // The exit code is that of the errors, which the tests below read.
    output = await new Promise((resolve) => {
      execFile(compiler, ['--noEmit', '--pretty', 'false', '-p', FOLDER], (_, stdout) => resolve(stdout));
    });
  });

  it('is compiled beside the names that its text introduces, and beside a wrong one', () => {
    expect(typed.length).toBeGreaterThan(10);
    const others = output.split('\n').filter((line) => line.includes('error') && !line.includes('snippet-'));
    expect(others).toEqual([expect.stringContaining('wrong.ts(1,14): error TS2322')]);
  });

  it.each(typed.map((block) => [placeOf(block), block.file]))('%s has no error of types', (_, file) => {
    expect(output.split('\n').filter((line) => line.includes(`${file}(`))).toEqual([]);
  });
});

/** A mark for what is left out becomes nothing; a construct of the CDK is in a method. */
function asModule(text: string): string {
  const whole = text.replaceAll('{ … }', '{}').replaceAll(/\) …$/gm, ') {}');
  if (!/\bthis\b/.test(whole)) return `${whole}\nexport {};\n`;
  const isImport = (line: string) => line.startsWith('import ');
  const lines = whole.split('\n');
  const body = lines.filter((line) => !isImport(line)).join('\n');
  return `${lines.filter(isImport).join('\n')}\nexport function make(this: import('constructs').Construct) {${body}\n}\n`;
}

describe('a snippet of Python', () => {
  const python = blocksIn('python');

  it('parses, and uses names that the client has', () => {
    expect(python.length).toBeGreaterThan(4);
    const result = spawnSync('python3', ['-c', CHECK_PYTHON], {
      input: JSON.stringify(python.map((block) => [placeOf(block), block.text])),
      env: { PATH: process.env['PATH'], PYTHONPATH: join(ROOT, 'clients/python/src') },
      encoding: 'utf8',
    });
    expect([result.stderr, result.stdout]).toEqual(['', '[]\n']);
  });
});

/** Prints the names that are neither Python's, nor the client's, nor made in the snippet, nor introduced by its text. */
const CHECK_PYTHON = `
import ast, builtins, json, sys
import token_ledger

introduced = {"Anthropic", "anthropic", "question"}
problems = []
for place, text in json.load(sys.stdin):
    tree = ast.parse(text, place)
    nodes = list(ast.walk(tree))
    made = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    used = {node.id for node in nodes if isinstance(node, ast.Name)} - made
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "token_ledger":
            used |= {alias.name for alias in node.names}
    known = introduced | set(dir(builtins)) | set(token_ledger.__all__ if hasattr(token_ledger, "__all__") else dir(token_ledger))
    problems += [f"{place}: {name}" for name in sorted(used - known)]
print(json.dumps(problems))
`;
