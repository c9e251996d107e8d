import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, preferredLanguage } from '../../../web/src/i18n/languages.ts';

const SOURCE = join(import.meta.dirname, '..', '..', '..', 'web', 'src');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
const folders = files
  .filter((file) => file.endsWith('messages.en.json'))
  .map((file) => file.slice(0, -'/messages.en.json'.length));

type Messages = { readonly [key: string]: string | Messages };

function textsOf(folder: string, language: string): ReadonlyMap<string, string> {
  const json = readFileSync(join(SOURCE, folder, `messages.${language}.json`), 'utf8');
  return new Map(flatten(JSON.parse(json) as Messages, ''));
}

function flatten(messages: Messages, path: string): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  );
}

const withoutPlural = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const variablesIn = (text: string) =>
  [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name = '']) => name).toSorted();

/** Attributes that people read. */
const ATTRIBUTE =
  /\b(?:title|label|header|headerText|description|placeholder|text|content|ariaLabel|aria-label|alt|\w+Text)=(?:"[^"]+"|'[^']+')/g;
/** What is the same in every language. */
const NAMES = ['Token Ledger', 'YYYY/MM/DD', 'hh:mm'];

describe('the texts of the console', () => {
  it('are in a file per page and language', () => {
    expect(folders).toEqual(expect.arrayContaining(['app', 'parts', 'pages/overview', 'pages/records']));
    for (const language of Object.keys(LANGUAGES))
      expect(files.filter((file) => file.endsWith(`messages.${language}.json`))).toHaveLength(folders.length);
  });

  it.each(folders)('are the same in every language: %s', (folder) => {
    const english = textsOf(folder, 'en');
    for (const language of Object.keys(LANGUAGES)) {
      const texts = textsOf(folder, language);
      const keys = (of: ReadonlyMap<string, string>) =>
        [...new Set([...of.keys()].map(withoutPlural))].toSorted();
      expect(keys(texts)).toEqual(keys(english));
      for (const [key, text] of texts) {
        expect(text.trim()).not.toBe('');
        const same = english.get(key) ?? english.get(`${withoutPlural(key)}_other`);
        expect([key, variablesIn(text)]).toEqual([key, variablesIn(String(same))]);
      }
    }
  });

  it.each(folders)('have each plural form of their language: %s', (folder) => {
    for (const language of Object.keys(LANGUAGES)) {
      const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
      const texts = textsOf(folder, language);
      const plurals = [...texts.keys()].filter((key) => key.endsWith('_other'));
      for (const key of plurals)
        for (const category of pluralCategories)
          expect(texts.has(`${withoutPlural(key)}_${category}`)).toBe(true);
    }
  });

  it('are in no attribute either: the lint looks at what elements contain', () => {
    const written = files
      .filter((file) => file.endsWith('.tsx') && !file.startsWith('reference'))
      .flatMap((file) => [...readFileSync(join(SOURCE, file), 'utf8').matchAll(ATTRIBUTE)])
      .map(([text]) => text)
      .filter((text) => !NAMES.some((name) => text.includes(`"${name}"`)));
    expect(written).toEqual([]);
    expect('<Header title="Hard coded">').toMatch(ATTRIBUTE);
  });

  it('begin in the language of the browser, if the console has it', () => {
    expect(preferredLanguage(['fr-FR', 'zh-TW', 'en'])).toBe('zh-CN');
    expect(preferredLanguage(['en-GB', 'zh'])).toBe('en');
    expect(preferredLanguage(['fr'])).toBe('en');
    expect(preferredLanguage([])).toBe('en');
  });
});
