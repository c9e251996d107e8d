import { describe, expect, it } from '@jest/globals';
import { createUserSchema, MAX_WORDS_PER_TEXT, parseUsageRecord } from '@token-ledger/contract';
import fc from 'fast-check';

const RECORD = {
  requestId: 'req_1',
  accessKeyId: 'ak_1',
  userId: 'u_1',
  model: 'claude-sonnet-5-5',
  feature: 'chat',
  usage: { input_tokens: 1 },
};

/** What is wrong, as `path code`. */
function problems(part: object): string[] {
  const parsed = parseUsageRecord({ ...RECORD, ...part });
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path} ${code}`);
}

const IDS = ['requestId', 'accessKeyId', 'userId', 'model', 'feature', 'endpoint', 'stopReason'] as const;

describe('an id', () => {
  it.each(IDS)('%s may be of any script, and have single spaces between its words', (field) => {
    for (const text of [
      'Ada Lovelace',
      'büro',
      '東京支社',
      'команда-1',
      '😀',
      "o'neill",
      'a/b?c#d%20',
      '__proto__',
    ]) {
      expect(problems({ [field]: text })).toEqual([]);
    }
  });

  it.each([
    ['one space', ' '],
    ['a leading space', ' u'],
    ['a trailing space', 'u '],
    ['two spaces in a row', 'a  b'],
    ['a no-break space', 'a\u00a0b'],
    ['an ideographic space', 'a\u3000b'],
    ['a zero-width space alone', '\u200b'],
    ['a zero-width joiner', 'a\u200db'],
    ['a soft hyphen', 'a\u00adb'],
    ['a byte order mark', '\ufeffa'],
    ['a direction override', '\u202eabc'],
    ['a variation selector', 'a\ufe0f'],
    ['a Hangul filler', 'a\u3164'],
    ['a blank of Braille', 'a\u2800b'],
    ['a tag of a language', 'a\u{e0061}'],
    ['a line separator', 'a\u2028b'],
    ['what stands for bytes that are no UTF-8', 'a\ufffd'],
    ['a letter and its accent apart', 'e\u0301'],
    ['a note without a head', 'a\u{1d159}'],
    ['what stands for an object', 'a\ufffc'],
    ['a filler of Khitan', 'a\u{16fe4}'],
    ['a private character', 'a\ue000'],
    ['an unassigned character', 'a\u0378'],
  ])('with %s is refused in every field', (_, text) => {
    for (const field of IDS) expect(problems({ [field]: text })).toEqual([`/${field} invalid_characters`]);
    expect(problems({ usage: { ...RECORD.usage, service_tier: text } })).toEqual([
      '/usage/service_tier invalid_characters',
    ]);
  });

  it('looks like no other one that is accepted', () => {
    const shown = (text: string) =>
      text
        .normalize('NFC')
        .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
        .replace(/\s+/gu, ' ')
        .trim();
    const odd = fc.constantFrom(
      ' ',
      'a',
      '\u200b',
      '\u00a0',
      'e\u0301',
      '\u00e9',
      '\ufeff',
      '\u2060',
      '\ufe0f',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(odd, { minLength: 1, maxLength: 5 }), (parts) => {
        const id = parts.join('');
        if (problems({ userId: id }).length === 0) expect(id).toBe(shown(id));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the name of a model or a feature', () => {
  it('has no comma, which separates names in queries', () => {
    for (const field of ['model', 'feature'])
      expect(problems({ [field]: 'a,b' })).toEqual([`/${field} invalid_characters`]);
    for (const field of ['requestId', 'accessKeyId', 'userId', 'endpoint'])
      expect(problems({ [field]: 'a,b' })).toEqual([]);
  });
});

describe('a name for people', () => {
  const name = (text: string) => createUserSchema.safeParse({ id: 'u', name: text }).success;

  it('may join letters and the parts of an emoji, and be a sentence', () => {
    for (const text of ['می‌خواهم', '\ue863', 'Ada ❤️', '👩‍💻', 'The team that answers all of our mail']) {
      expect(name(text)).toBe(true);
    }
  });

  it.each(['\u202eadA', ' Ada', 'Ada ', '\u200d', 'Ada\u00ad', 'sk-ant-api03-abc'])('is not %j', (text) => {
    expect(name(text)).toBe(false);
  });
});

describe('a secret', () => {
  const SECRETS = [
    'sk-ant-api03-AbCdEf0123456789',
    'SK-ANT-API03-AbCdEf0123456789',
    'keysk-ant-oat01-AbCdEf',
    'Bearer sk-ant-x',
    `tl_ak_01JD_${'5f3c'.repeat(12)}`,
    'tl_ak_01JD_5f3c',
    'sk-proj-0123456789',
    `sk-${'a1'.repeat(20)}`,
    `ghp_${'a1'.repeat(18)}`,
    'xoxb-1234-5678',
    `AIza${'x'.repeat(35)}`,
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
  ];

  it.each(SECRETS)('such as %s is refused in every text, and repeated in no problem', (secret) => {
    for (const part of [
      ...IDS.map((field) => ({ [field]: secret })),
      { metadata: { key: secret } },
      { metadata: { [secret]: 'x' } },
      { [secret]: 1 },
      { status: secret },
      { maxTokens: secret },
      { message: { id: secret, model: 'm', usage: {} }, usage: null },
    ]) {
      const parsed = parseUsageRecord({ ...RECORD, ...part }, { reporter: REPORTER });
      expect(parsed.ok).toBe(false);
      expect(JSON.stringify(parsed)).not.toContain(secret);
    }
    expect(problems({ userId: secret })).toEqual(['/userId secret_refused']);
  });

  it.each(['task-ant-hill', 'ak_01JDABC', 'mask-project', 'risk-analysis-of-all-vendors', 'atl_ak_x'])(
    'is not seen in %s',
    (id) => {
      expect(problems({ userId: id })).toEqual([]);
    },
  );

  const REPORTER = { accessKeyId: 'ak_1', mayReportForOthers: true, mayReportAnyUser: true };
});

describe('the name of a label', () => {
  it.each([
    'prompt',
    'PROMPT',
    'Prompt',
    'user_prompt',
    'userPrompt',
    'USER_PROMPT',
    'prompt2',
    'prompt-final',
    'systemprompt',
    'prompt ',
    ' prompt',
    'PROMPT\u200b',
    'pro\u00admpt',
    'ｐｒｏｍｐｔ',
    'gen_ai.prompt.0',
    'http.request.body',
    'message_text',
    'question',
    'instructions',
    'response',
    'lastMessages',
    'tool_output',
    'system',
    'query',
  ])('%j is refused as content', (name) => {
    expect(problems({ metadata: { [name]: 'x' } })).toEqual([expect.stringMatching(/ content_refused$/)]);
    expect(problems({ [name]: 'x' })).toEqual([expect.stringMatching(/ content_refused$/)]);
  });

  it.each([
    'prompt_id',
    'promptVersion',
    'prompt_name',
    'response_time_ms',
    'message-count',
    'input_tokens',
    'content_type',
    'team',
    'operating_system',
    'context',
    'gen_ai.response.model',
    'stop_reason',
    'cost.center',
    'env',
    'x'.repeat(64),
  ])('%s is a label', (name) => {
    expect(problems({ metadata: { [name]: 'x' } })).toEqual([]);
  });

  it.each(['prоmpt', 'équipe', 'two words', '', 'x'.repeat(65), '队', 'a\u200b'])(
    '%j is no plain word of ASCII, and refused',
    (name) => {
      expect(problems({ metadata: { [name]: 'x' } })).toEqual([
        expect.stringMatching(/^\/metadata\/.+ invalid_characters$/),
      ]);
    },
  );
});

describe('a sentence', () => {
  it.each([
    ['summarise my divorce papers please', 5],
    ['please tell me what to do', 6],
    ['请总结我的离婚文件', 5],
    ['離婚の書類を要約して', 5],
  ])('%s is refused wherever a name belongs', (text) => {
    for (const field of IDS) expect(problems({ [field]: text })).toEqual([`/${field} content_refused`]);
    expect(problems({ metadata: { team: text } })).toEqual(['/metadata/team content_refused']);
  });

  it(`begins with word ${MAX_WORDS_PER_TEXT + 1}, and other separators make no words`, () => {
    for (const text of [
      'Legal & Compliance EMEA team',
      'Acme Inc. (EU)',
      '検索と順位付け',
      'a/b/c/d/e/f',
      'one-two-three-four-five',
    ]) {
      expect(problems({ feature: text, metadata: { team: text } })).toEqual([]);
    }
    const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
    expect(problems({ feature: words(MAX_WORDS_PER_TEXT) })).toEqual([]);
    expect(problems({ feature: words(MAX_WORDS_PER_TEXT + 1) })).toEqual(['/feature content_refused']);
  });
});

describe('a text of megabytes', () => {
  it.each([
    ['of what could be JSON Web Tokens', '-eyjaaaaaaaa'],
    ['of accents that have to be sorted', '\u0301\u0323'],
    ['of blanks', ' '],
    ['of names of content', 'prompt'],
    ['of prefixes of secrets', '-sk-'],
  ])('%s is refused in a time that grows with its length only', (_, part) => {
    const text = `a${part.repeat(Math.ceil(3e6 / part.length))}`;
    const started = performance.now();
    for (const hostile of [
      { requestId: text },
      { userId: text },
      { endpoint: text },
      { occurredAt: text },
      { [text]: 1 },
      { metadata: { a: text } },
      { metadata: { [text]: 'a' } },
      { usage: { input_tokens: 1, speed: text } },
    ])
      expect(problems(hostile)).not.toEqual([]);
    // The square of its length would take hours.
    expect(performance.now() - started).toBeLessThan(300_000);
  });
});

describe('a field named __proto__', () => {
  const json = (text: string) => JSON.parse(text) as object;

  it.each([
    ['a record', json('{"__proto__":{"userId":"u"}}'), '/__proto__'],
    ['metadata', { metadata: json('{"__proto__":"x"}') }, '/metadata/__proto__'],
    ['a usage object', { usage: json('{"__proto__":1,"input_tokens":1}') }, '/usage/__proto__'],
    [
      'a message',
      { usage: null, model: null, message: json('{"__proto__":1,"model":"m","usage":{"input_tokens":1}}') },
      '/message/__proto__',
    ],
  ])('is refused in %s', (_, part, path) => {
    // Spreading would set the prototype of a literal, but copies the field of a parsed object.
    expect(problems(part)).toEqual([`${path} not_allowed`]);
  });
});
