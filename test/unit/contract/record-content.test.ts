import { describe, expect, it } from '@jest/globals';
import { parseUsageRecord } from '@token-ledger/contract';
import { accepted, MESSAGE, problems, RECORD } from './support/parsed-record.ts';

describe('content', () => {
  it.each(['prompt', 'messages', 'content', 'system', 'input', 'text', 'completion', 'Prompt'])(
    'is refused by its name %s, in the record and in the metadata',
    (field) => {
      expect(problems({ ...RECORD, [field]: 'a secret prompt' })).toEqual([`/${field} content_refused`]);
      expect(problems({ ...RECORD, metadata: { [field]: 'x' } })).toEqual([
        `/metadata/${field} content_refused`,
      ]);
    },
  );

  it('of a message is dropped, its usage kept', () => {
    const { requestId: _, usage: __, model: ___, stopReason: ____, ...rest } = RECORD;
    const usage = accepted({ ...rest, message: MESSAGE });
    expect(usage).toEqual({ ...accepted(RECORD), requestId: 'msg_1', serviceTier: 'standard' });
    expect(JSON.stringify(usage)).not.toContain('secret');
  });

  it('is never repeated in a message, in any field', () => {
    const secret = 'tell me a secret';
    const fields = [...Object.keys(RECORD), 'message', 'prompt', secret];
    for (const value of [secret, [secret], { [secret]: secret, text: secret }]) {
      for (const field of fields) {
        const parsed = parseUsageRecord({ ...RECORD, [field]: value });
        expect(JSON.stringify(parsed.ok ? [] : parsed.problems)).not.toContain('secret');
      }
    }
    const metadata = parseUsageRecord({ ...RECORD, metadata: { note: `${secret}\n`, [secret]: 5 } });
    expect(JSON.stringify(metadata)).not.toContain('secret');
  });

  it('is not mistaken for a number or an id, which are repeated', () => {
    const parsed = parseUsageRecord({ ...RECORD, maxTokens: -7, status: 'finished' });
    expect(parsed.ok ? [] : parsed.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('got -7'),
      "must be one of ok, error, partial; got 'finished'",
    ]);
  });
});
