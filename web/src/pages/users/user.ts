import type { AnswerOf, Item } from '@token-ledger/client/query';

export type User = Item<'/v1/users'>;
export type ImportAnswer = AnswerOf<'post', '/v1/users/import'>;
export type ImportResult = ImportAnswer['results'][number];

/** The largest file that the API takes, in bytes. */
export const MAX_IMPORT_BYTES = 1_000_000;

/** What an import may look like, for those who make their first one. */
export const EXAMPLE_CSV = 'id,name,email,disabled\nu_42,Ada,ada@example.com,\nu_43,Bob,,true\n';

/** What an operator runs to erase a user; the stage is the one that is shown. Quoted, as ids may hold any character. */
export function eraseCommand(stage: string, id: string): string {
  const quoted = /^[\w.@-]+$/.test(id) ? id : `'${id.replaceAll("'", String.raw`'\''`)}'`;
  return `npm run erase-user -- --stage ${stage} --user ${quoted}`;
}
