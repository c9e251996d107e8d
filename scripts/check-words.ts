import { globSync, readFileSync } from 'node:fs';
import { findBannedWords } from './words/find-banned-words.ts';

/*
 * Part of `npm run lint`: refuses the words that plain English does without (see CONTRIBUTING.md) and names better ones. With
 * arguments it checks these files and folders instead.
 */

const CHECKED = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'docs',
  'packages',
  'functions',
  'lib',
  'bin',
  'scripts',
  'clients',
  'examples',
  'web',
];
const UNCHECKED = ['**/node_modules/**', '**/dist/**', 'scripts/words/banned-words.ts'];

const places = process.argv.length > 2 ? process.argv.slice(2) : CHECKED;
const problems = places.flatMap((place) => {
  const names = globSync([place, `${place}/**/*`], { exclude: UNCHECKED }).filter((name) =>
    /\.(?:md|tsx?|js|html|py)$/.test(name),
  );
  // Otherwise a folder that is renamed would not be checked any more.
  if (names.length === 0) return [`${place}: has no file to check`];
  return names
    .toSorted()
    .flatMap((name) =>
      findBannedWords(readFileSync(name, 'utf8'), name.endsWith('.md') ? 'prose' : 'code').map(
        ({ line, word, instead }) => `${name}:${line}: "${word}" → ${instead}`,
      ),
    );
});
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
