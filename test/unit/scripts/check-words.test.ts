import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { BANNED_WORDS } from '../../../scripts/words/banned-words.ts';
import { findBannedWords } from '../../../scripts/words/find-banned-words.ts';

const inProse = (text: string) => findBannedWords(text, 'prose').map(({ line, word }) => [line, word]);
const inCode = (text: string) => findBannedWords(text, 'code').map(({ line, word }) => [line, word]);

describe('banned words', () => {
  it.each(BANNED_WORDS.flatMap(({ forms, instead }) => forms.map((form) => [form, instead])))(
    'include "%s", in favour of %s',
    (form, instead) => {
      const found = [{ line: 2, word: form, instead }];
      expect(findBannedWords(`A page.\nIt is ${form} here.`, 'prose')).toEqual(found);
      expect(findBannedWords(`run();\n// ${form}.`, 'code')).toEqual(found);
    },
  );

  it('are found in any case, each one, in the order of lines', () => {
    expect(inProse('Whoever calls\n\nis Told anew, and told.')).toEqual([
      [1, 'Whoever'],
      [3, 'Told'],
      [3, 'told'],
      [3, 'anew'],
    ]);
  });

  it('are found across the end of a line, also within a comment or a quotation', () => {
    expect(inProse('which cannot be gone\non with')).toEqual([[1, 'gone on with']]);
    expect(inProse('> which is of no\n> use')).toEqual([[1, 'of no use']]);
    expect(inCode(' * by way\n * of it')).toEqual([[1, 'by way of']]);
    expect(inCode('// that is to\n// be')).toEqual([[1, 'is to be']]);
  });

  it('are found in messages, names and attributes of code', () => {
    expect(inCode("throw new Error('It was told twice.');")).toEqual([[1, 'told']]);
    expect(inCode('const told = read();')).toEqual([[1, 'told']]);
    expect(inCode('<Alert header="It is told here" />')).toEqual([[1, 'told']]);
    expect(inCode('const text = `\nIt tells\n`;')).toEqual([[2, 'tells']]);
  });

  it('are whole words', () => {
    expect(inProse('A toldstory of fateful satellites, interacts, meanings and renewal.')).toEqual([]);
    expect(inCode('const toldTwice = retells(fateOf, exacts);')).toEqual([]);
    expect(inProse('Once, more of it is used. What is to come may be.')).toEqual([]);
  });

  it('may be quoted', () => {
    expect(inProse('A program does not "tell": see `whatever`.')).toEqual([]);
    expect(inProse('{ "content": "Tell me a story." }')).toEqual([]);
    expect(inCode('  // The prompt "Tell me a story" is refused.')).toEqual([]);
    expect(inCode(`send('{"content":"Tell me a story"}');`)).toEqual([]);
  });
});

describe('the check of words', () => {
  const folder = mkdtempSync(join(tmpdir(), 'words-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const check = (place: string) => {
    const script = join(import.meta.dirname, '../../../scripts/check-words.ts');
    const { status, stderr } = spawnSync(process.execPath, [script, place], { encoding: 'utf8' });
    return { status, lines: stderr.trim().split('\n') };
  };

  it('names file, line and better words, and fails', () => {
    writeFileSync(join(folder, 'page.md'), 'One\ntells.\n');
    writeFileSync(join(folder, 'notes.txt'), 'told');
    expect(check(folder)).toEqual({
      status: 1,
      lines: [`${join(folder, 'page.md')}:2: "tells" → return, show, report, say, list`],
    });
  });

  it('passes texts without banned words', () => {
    writeFileSync(join(folder, 'page.md'), 'One\nshows.\n');
    expect(check(folder)).toEqual({ status: 0, lines: [''] });
    expect(check(join(folder, 'page.md'))).toEqual({ status: 0, lines: [''] });
  });

  it('fails for a place without files', () => {
    const missing = join(folder, 'missing');
    expect(check(missing)).toEqual({ status: 1, lines: [`${missing}: has no file to check`] });
  });
});
