import { BANNED_WORDS } from './banned-words.ts';

/** A banned word, where it stands and what to write instead. */
export interface BannedWord {
  readonly line: number;
  readonly word: string;
  readonly instead: string;
}

/**
 * The banned words of a text, by line: whole words in any case, phrases also across the end of a line. Quotations do not
 * count: what prose and comments have in double quotes or as code, and double quotes within a literal of code.
 */
export function findBannedWords(text: string, kind: 'prose' | 'code'): readonly BannedWord[] {
  const own = text
    .split('\n')
    .map((line) => withoutQuotations(line, kind))
    .join('\n');
  return BANNED_WORDS.flatMap(({ forms, instead }) =>
    [...own.matchAll(patternOf(forms))].map(({ index, 0: found }) => ({
      line: own.slice(0, index).split('\n').length,
      word: found.replaceAll(GAP, ' '),
      instead,
    })),
  ).toSorted((a, b) => a.line - b.line);
}

/** Between two words of a phrase: blanks, the end of a line, and what a comment or a quotation begins its lines with. */
const GAP = /(?:\s|\/\/|\*|>)+/g;

function patternOf(forms: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${forms.map((form) => form.replaceAll(' ', GAP.source)).join('|')})\\b`, 'gi');
}

function withoutQuotations(line: string, kind: 'prose' | 'code'): string {
  if (kind === 'prose' || /^\s*(?:\/\/|\/?\*)/.test(line)) return line.replaceAll(/"[^"]*"|`[^`]*`/g, '""');
  return line.replaceAll(/'[^']*'|`[^`]*`/g, (literal) => literal.replaceAll(/"[^"]*"/g, '""'));
}
