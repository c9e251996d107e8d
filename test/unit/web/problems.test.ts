import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LedgerProblem } from '@token-ledger/client/query';
import { PROBLEM_KINDS, type ProblemKindCode } from '@token-ledger/contract';
import { describeProblem } from '../../../web/src/parts/describe-problem.ts';
import { refusedFields } from '../../../web/src/parts/field-problems.ts';

const SOURCE = join(import.meta.dirname, '../../../web/src');

/** The texts of the console in one language, with their variables. */
function translator(folder: 'app' | 'parts', language: string) {
  const texts = JSON.parse(readFileSync(join(SOURCE, folder, `messages.${language}.json`), 'utf8')) as Texts;
  const translate = (key: string, variables: Readonly<Record<string, string>>) => {
    const [section = '', name = ''] = key.split('.');
    return texts[section]?.[name]?.replaceAll(
      /\{\{(\w+)\}\}/g,
      (_, variable: string) => variables[variable] ?? '',
    );
  };
  return translate as never;
}

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Codes of requests that the console does not send, or shows in another way. */
const NOT_MET: readonly ProblemKindCode[] = [
  'invalid_json',
  'invalid_encoding',
  'invalid_record',
  'too_old',
  'too_many_tokens',
  'not_permitted',
  'disabled',
  'rebuild_not_found',
  'conflict',
  'ambiguous_request_id',
  'rebuild_running',
  'too_complex',
  'body_too_large',
  'too_many_records',
  'unsupported_media_type',
  'unsupported_content_encoding',
  'idempotency_key_reused',
  'not_stored',
];
const CODES = Object.keys(PROBLEM_KINDS) as ProblemKindCode[];
const problem = (code: ProblemKindCode, message = 'The words of the API.') =>
  new LedgerProblem(code, message);

describe('what went wrong', () => {
  it.each(CODES.filter((code) => !NOT_MET.includes(code)))('is in the language of the reader: %s', (code) => {
    expect(describeProblem(problem(code), translator('app', 'zh-CN'))).toMatch(/^\p{Script=Han}/u);
    expect(describeProblem(problem(code), translator('app', 'en'))).toMatch(/^[A-Z].*\.$/);
  });

  it('is in the words of the API where only these say what is wrong', () => {
    const t = translator('app', 'en');
    expect(describeProblem(problem('invalid_request', 'The range is too long.'), t)).toBe(
      'The range is too long.',
    );
    for (const code of NOT_MET) expect(describeProblem(problem(code), t)).toBe('The words of the API.');
  });

  it('with a field stands beside it, introduced in the language of the reader', () => {
    const errors = [
      { path: '/thresholds/0', code: 'out_of_range' as const, message: 'must be from 1 to 1000' },
    ];
    const document = { code: 'invalid_request', status: 400, title: 't', detail: 'd', errors } as never;
    const refused = new LedgerProblem('invalid_request', 'd', { document });
    const fields = (language: string) => refusedFields(refused, translator('parts', language));
    expect(fields('en')).toEqual({ '/thresholds': 'must be from 1 to 1000' });
    expect(fields('zh-CN')).toEqual({ '/thresholds': '此值未被接受：must be from 1 to 1000' });
  });
});
