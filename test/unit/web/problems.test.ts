import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LedgerProblem } from '@token-ledger/client/query';
import { PROBLEM_KINDS, type ProblemKindCode } from '@token-ledger/contract';
import { createInstance, type TFunction } from 'i18next';
import { describeProblem } from '../../../web/src/parts/describe-problem.ts';
import { refusedFields } from '../../../web/src/parts/field-problems.ts';

const SOURCE = join(import.meta.dirname, '../../../web/src');

/** As the console translates, in the language of the reader. */
async function translator<const Namespace extends 'app' | 'parts'>(
  namespace: Namespace,
  language: string,
): Promise<TFunction<Namespace>> {
  const file = join(SOURCE, namespace, `messages.${language}.json`);
  const i18n = createInstance();
  await i18n.init({
    lng: language,
    defaultNS: namespace,
    interpolation: { escapeValue: false },
    resources: {
      [language]: { [namespace]: JSON.parse(readFileSync(file, 'utf8')) as Record<string, string> },
    },
  });
  return i18n.t as TFunction<Namespace>;
}

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
  it.each(CODES.filter((code) => !NOT_MET.includes(code)))(
    'is in the language of the reader: %s',
    async (code) => {
      expect(describeProblem(problem(code), await translator('app', 'zh-CN'))).toMatch(/^\p{Script=Han}/u);
      expect(describeProblem(problem(code), await translator('app', 'en'))).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('is in the words of the API where only these say what is wrong', async () => {
    const t = await translator('app', 'en');
    expect(describeProblem(problem('invalid_request', 'The range is too long.'), t)).toBe(
      'The range is too long.',
    );
    for (const code of NOT_MET) expect(describeProblem(problem(code), t)).toBe('The words of the API.');
  });

  it('with a field stands beside it, introduced in the language of the reader', async () => {
    const errors = [
      { path: '/thresholds/0', code: 'out_of_range' as const, message: 'must be from 1 to 1000' },
    ];
    const document = { code: 'invalid_request', status: 400, title: 't', detail: 'd', errors } as never;
    const refused = new LedgerProblem('invalid_request', 'd', { document });
    const fields = async (language: string) => refusedFields(refused, await translator('parts', language));
    expect(await fields('en')).toEqual({ '/thresholds': 'must be from 1 to 1000' });
    expect(await fields('zh-CN')).toEqual({ '/thresholds': '此值未被接受：must be from 1 to 1000' });
  });
});
