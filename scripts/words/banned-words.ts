/** What plain English does without, as in CONTRIBUTING.md: a word or phrase with its forms, and what to write instead. */
export const BANNED_WORDS: readonly BannedWords[] = [
  { forms: ['tell', 'tells', 'telling', 'told'], instead: 'return, show, report, say, list' },
  { forms: ['whoever', 'whomever'], instead: 'the caller, the reader, everyone who' },
  { forms: ['whatever'], instead: 'each, any, the noun itself' },
  { forms: ['anew', 'once more'], instead: 'again' },
  { forms: ['of no use'], instead: 'useless' },
  {
    forms: ['go on with', 'goes on with', 'going on with', 'gone on with', 'went on with'],
    instead: 'continue, resume',
  },
  { forms: ['by way of'], instead: 'through, by' },
  { forms: ['is to be', 'are to be', 'was to be', 'were to be'], instead: 'must, should' },
  { forms: ['does well to', 'do well to'], instead: 'should' },
  { forms: ['fate', 'fates'], instead: 'outcome' },
  { forms: ['verdict', 'verdicts'], instead: 'decision' },
  { forms: ['meant'], instead: 'for, intended, resolved' },
  { forms: ['acts'], instead: 'operations, audit entries, or what is done' },
  { forms: ['at its very', 'at the very'], instead: 'exactly at' },
];

interface BannedWords {
  readonly forms: readonly string[];
  readonly instead: string;
}
