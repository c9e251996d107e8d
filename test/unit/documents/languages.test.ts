import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

/** For those who examine or change the product, in English only. */
const ENGLISH_ONLY = ['architecture.md', 'engines.md', 'figures.md', 'proof.md'];

const named = (pattern: string) =>
  globSync(pattern, { cwd: ROOT }).map((path) => path.split('/').at(-1) ?? '');
const english = named('docs/*.md').filter((name) => !ENGLISH_ONLY.includes(name));
const chinese = named('docs/zh/*.md');

const PAGES = [
  { page: 'README.md', translation: 'README.zh-CN.md', toChinese: 'README.zh-CN.md', toEnglish: 'README.md' },
  ...english
    .filter((name) => chinese.includes(name))
    .toSorted()
    .map((name) => ({
      page: `docs/${name}`,
      translation: `docs/zh/${name}`,
      toChinese: `zh/${name}`,
      toEnglish: `../${name}`,
    })),
];

const FENCED = /^ *```(\w*)\n(.*?)^ *```$/gms;
const HEADING = /^(#+) .+$/gm;

/** Without snippets, and without what follows a second title: the reference of commands, of which Chinese has a guide. */
const proseOf = (text: string) => text.replaceAll(FENCED, '').split('\n# ')[0] ?? '';

const levelsOf = (text: string) =>
  [...text.replaceAll(FENCED, '').matchAll(HEADING)].map(([, marks = '']) => marks.length);

/** A snippet without its comments, which are translated. Of the help of a command, its examples. */
function snippet(language: string, code: string): string {
  if (language === 'text') return (code.split('Examples:\n')[1] ?? '').replaceAll(/^ +/gm, '').trim();
  const comment = ['sh', 'yaml', 'python'].includes(language) ? /(?:^|\s+)# .*$/gm : /(?:^|\s+)\/\/ .*$/gm;
  return code.replaceAll(comment, '').trim();
}

const snippetsOf = (text: string) =>
  [...text.matchAll(FENCED)]
    .map(([, language = '', code = '']) => snippet(language, code))
    .filter((code) => code !== '');

/** What `pattern` finds in each section: between one heading and the next. */
const bySection = (text: string, pattern: RegExp) =>
  proseOf(text)
    .split(HEADING)
    .filter((part) => !/^#+$/.test(part))
    .map((section) => [...section.matchAll(pattern)].map(([found]) => found.replaceAll(/\s+/g, ' ')));

/** Names in code: settings, routes, fields, commands. */
const namesOf = (text: string) => bySection(text, /`[^`]+`/g).map((names) => [...new Set(names)].toSorted());

/** Figures with decimals or thousands. Millions are other words in Chinese, where ten thousand is a unit. */
const figuresOf = (text: string) =>
  bySection(text, /(?<![\d,.])(?:\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)+)(?!\d|,\d| million| 万)/g).map(
    (figures) => figures.toSorted(),
  );

const rowsOf = (text: string) => bySection(text, /^ *\|/gm).map((rows) => rows.length);

const linksOf = (text: string) => bySection(text, /\]\(/g).map((links) => links.length);

it('every page for users is in both languages', () => {
  expect(english.length).toBeGreaterThan(25);
  expect(chinese.toSorted()).toEqual(english.toSorted());
});

it('no line of a Chinese page breaks between two characters, where a browser would show a space', () => {
  const broken = PAGES.flatMap(({ translation }) =>
    [
      ...read(translation)
        .replaceAll(FENCED, '')
        .matchAll(/^.*[，。、：；）\p{sc=Han}]\n(?![-*+>#|]|\d+\. ) *\p{sc=Han}.*$/gmu),
    ].map(([lines]) => `${translation}: ${lines}`),
  );
  expect(broken).toEqual([]);
});

it('the Chinese index leads to the pages that are in English only', () => {
  for (const name of ENGLISH_ONLY) expect(read('docs/zh/README.md')).toContain(`](../${name})`);
});

/** Behind a link, within a parenthesis around it, or in its text: the reference of commands. */
const MARKED = /^..[（，]英文）|^参考/;

it('Chinese pages say which of their links lead to pages in English', () => {
  const isEnglish = (page: string, link: string) => {
    const target = posix.join(posix.dirname(page), link);
    return /(\.md|\/adr\/)$/.test(target) && !target.startsWith('docs/zh/') && target !== 'README.zh-CN.md';
  };
  const unmarked = PAGES.flatMap(({ translation }) =>
    read(translation)
      .replaceAll(FENCED, '')
      .split('\n')
      // A row of a table may say it once for all.
      .filter((line) => !/^\[English\]|（英文） \|$/.test(line))
      .flatMap((line) => [...line.matchAll(/(.{2})\]\((?!https?:)([^)#]+)[^)]*\)(.{0,4})/g)])
      .filter(
        ([, text = '', link = '', rest = '']) => isEnglish(translation, link) && !MARKED.test(text + rest),
      )
      .map(([, , link]) => `${translation}: ${link}`),
  );
  expect(unmarked).toEqual([]);
});

describe.each(PAGES)('$page and $translation', ({ page, translation, toChinese, toEnglish }) => {
  const [original, translated] = [read(page), read(translation)];

  it('link to each other below their titles', () => {
    expect(original.split('\n')[2]).toBe(`[中文](${toChinese})`);
    expect(translated.split('\n')[2]).toBe(`[English](${toEnglish})`);
  });

  it('have the same headings', () => {
    expect(levelsOf(translated)).toEqual(levelsOf(original));
  });

  it('have the same snippets, comments aside', () => {
    expect(snippetsOf(translated)).toEqual(snippetsOf(original));
  });

  it('have as many rows in tables and links, the same names in code, and the same figures, section by section', () => {
    for (const contents of [rowsOf, linksOf, namesOf, figuresOf])
      expect(contents(translated)).toEqual(contents(original));
  });
});
