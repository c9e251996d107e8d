import { describe, expect, it } from '@jest/globals';
import * as client from '@token-ledger/client';
import { LedgerProblem } from '@token-ledger/client/query';
import { parseBudgetRequest } from '@token-ledger/contract';
import { formatAccessKey } from '@token-ledger/core';
import { createAccessKeySecret } from '@token-ledger/secrets';
import fc from 'fast-check';
import { endOfOldSecret, overlapSeconds } from '../../../web/src/pages/access-keys/rotation.ts';
import { readAmount, readThresholds, stateWithoutAlert } from '../../../web/src/pages/budgets/budget.ts';
import { WAYS, type Way } from '../../../web/src/pages/get-started/parameters.ts';
import { captureBy } from '../../../web/src/pages/get-started/ways.ts';
import { eraseCommand } from '../../../web/src/pages/users/user.ts';
import { parseSearch, stringifySearch } from '../../../web/src/parts/address.ts';
import { cleanEntry, valuesOf } from '../../../web/src/parts/conditions.ts';
import { isLookedFor } from '../../../web/src/parts/directory-parameters.ts';
import { refusedFields } from '../../../web/src/parts/field-problems.ts';
import { shownEntry, withoutSecrets, withoutWholeSecrets } from '../../../web/src/parts/without-secrets.ts';

/** Whether the API takes a budget with this amount and these thresholds. */
function isAccepted(unit: 'USD' | 'tokens', amount: string, thresholds: readonly number[]): boolean {
  const scope = { dimension: 'all' };
  return parseBudgetRequest({ name: 'n', scope, period: 'daily', unit, amount, thresholds }).ok;
}

describe('a budget that is entered', () => {
  it('has its amount read as people write it, exactly', () => {
    expect(readAmount(' $1,250.50 ', 'USD')).toBe('1250.50');
    expect(readAmount('0.000000001', 'USD')).toBe('0.000000001');
    expect(readAmount('10 000 000', 'tokens')).toBe('10000000');
    for (const wrong of ['', '0', '0.00', '-1', '1e3', '1,5', '1.0000000001', '12,34'])
      expect([wrong, readAmount(wrong, 'USD')]).toEqual([wrong, undefined]);
    expect(readAmount('1.5', 'tokens')).toBeUndefined();
  });

  it('has thresholds in order, each once, that the API accepts', () => {
    expect(readThresholds('90, 10%; 50,50')).toEqual([10, 50, 90]);
    for (const wrong of ['', 'half', '0', '1001', '12.5', '1 2 3 4 5 6 7 8 9 10 11'])
      expect([wrong, readThresholds(wrong)]).toEqual([wrong, undefined]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 10 }), (list) => {
        expect(isAccepted('USD', '1', readThresholds(list.join(', ')) ?? [])).toBe(true);
      }),
    );
  });

  it('has a threshold without an alert, though it is spent, until the next check', () => {
    const current = { usedPercent: 84.1 } as Parameters<typeof stateWithoutAlert>[0];
    expect([84, 85].map((threshold) => stateWithoutAlert(current, threshold))).toEqual([
      'notChecked',
      'notReached',
    ]);
  });
});

describe('an entry of a list', () => {
  it('is found by all of its words, in any case of letters, and by its state', () => {
    const texts = ['u_42', 'Ada Lovelace', undefined];
    expect(isLookedFor({ search: 'love ADA' }, texts, false)).toBe(true);
    expect(isLookedFor({ search: 'ada bob' }, texts, false)).toBe(false);
    expect(isLookedFor({}, texts, false)).toBe(true);
    expect(isLookedFor({ state: 'disabled' }, texts, false)).toBe(false);
    expect(isLookedFor({ state: 'disabled', search: '42' }, texts, true)).toBe(true);
  });
});

describe('a search', () => {
  it('for a whole access key is one for its id, and leaves its secret nowhere', () => {
    const { secret } = createAccessKeySecret();
    const printed = formatAccessKey('ak_01M7YZMHG0CDBQ5XC9J4TECY36', secret);
    expect(withoutSecrets(` ${printed}`)).toBe(' ak_01M7YZMHG0CDBQ5XC9J4TECY36');
    expect(withoutSecrets(printed.slice(0, -30))).toBe('ak_01M7YZMHG0CDBQ5XC9J4TECY36');
    expect(withoutSecrets(`${printed}X-y, next`)).toBe('ak_01M7YZMHG0CDBQ5XC9J4TECY36, next');
    expect(withoutSecrets('tl_ak_ search')).toBe('tl_ak_ search');
  });

  it('never has a part of the secret of a key that is typed, nor of what is typed after it', () => {
    const { secret } = createAccessKeySecret();
    const id = 'ak_01M7YZMHG0CDBQ5XC9J4TECY36';
    const printed = formatAccessKey(id, secret);
    let shown = '';
    let kept = '';
    for (let length = 1; length <= printed.length; length += 1) {
      const entered = shown + printed.charAt(length - 1);
      expect(entered).toBe(printed.slice(0, length));
      kept = withoutSecrets(entered);
      shown = shownEntry(withoutWholeSecrets(entered), kept);
      expect(kept).toBe(length > `tl_${id}_`.length ? id : entered);
    }
    expect(shown).toBe(id);
    expect(shownEntry('what was typed', 'what the address has')).toBe('what the address has');
  });

  it('ends with the id where the rest of a secret follows it', () => {
    const id = 'ak_01M7YZMHG0CDBQ5XC9J4TECY36';
    const { secret } = createAccessKeySecret();
    expect(withoutSecrets(`${id}${secret}, next`)).toBe(`${id}, next`);
    expect(withoutSecrets(`${id}_${secret.slice(9)}`)).toBe(id);
    expect(withoutSecrets(`${id}, ${id}`)).toBe(`${id}, ${id}`);
  });
});

describe('a filter into which a whole access key is pasted', () => {
  const { secret } = createAccessKeySecret();
  const id = 'ak_01M7YZMHG0CDBQ5XC9J4TECY36';
  const printed = formatAccessKey(id, secret);
  const property = { key: 'key', label: 'Access key', operators: ['='], isSingle: true } as const;

  it('becomes the condition about its id where the page has one, and keeps the id elsewhere', () => {
    expect(cleanEntry(` ${printed}\n`, property)).toBe(`Access key = ${id}`);
    expect(cleanEntry(printed, { label: 'Who', operators: [':'] })).toBe(`Who : ${id}`);
    expect(cleanEntry(printed)).toBe(id);
    expect(cleanEntry(`User = ${printed}`, property)).toBe(`User = ${id}`);
    expect(cleanEntry('User = ada', property)).toBe('User = ada');
  });

  it('takes a key that is cut off if it is pasted, and waits for the rest of one that is typed', () => {
    const cutOff = printed.slice(0, -30);
    expect(cleanEntry(cutOff, property, true)).toBe(`Access key = ${id}`);
    const keyOf = (value: string) => valuesOf([property], [{ propertyKey: 'key', operator: '=', value }]).key;
    expect(keyOf(cutOff)).toBe(id);
    let field = '';
    for (const letter of printed.slice(0, -1)) {
      field = cleanEntry(field + letter, property);
      expect(`tl_${id}_`).toContain(keyOf(field));
    }
    expect(field).toBe(printed.slice(0, -1));
    field = cleanEntry(field + printed.slice(-1), property);
    expect(field).toBe(`Access key = ${id}`);
  });

  it('has no secret in its conditions nor in the address', () => {
    const token = { propertyKey: 'key', operator: '=', value: printed };
    expect(valuesOf([property], [token])).toEqual({ key: id });
    expect(stringifySearch({ user: [`mail ${printed}`, 'b'], key: printed })).toBe(
      `?user=mail+${id}&user=b&key=${id}`,
    );
    expect(parseSearch(`?key=${printed}&search=${printed}`)).toEqual({ key: id, search: id });
  });
});

describe('a rotated key', () => {
  it('keeps its old secret only if the change is planned', () => {
    expect(overlapSeconds('planned', 'day')).toBe(86_400);
    expect(overlapSeconds('leaked', 'day')).toBe(0);
    const rotatedAt = '2026-11-30T02:00:00.000Z';
    expect(endOfOldSecret({ rotatedAt })).toEqual({ at: rotatedAt, isOver: true });
    const previousValidUntil = '2026-12-01T02:00:00.000Z';
    expect(endOfOldSecret({ rotatedAt, previousValidUntil })).toEqual({
      at: previousValidUntil,
      isOver: false,
    });
    expect(endOfOldSecret({})).toBeUndefined();
  });
});

describe('the command that erases a user', () => {
  it('passes the id to a shell as one argument', () => {
    expect(eraseCommand('prod', 'ada@example.com')).toBe(
      'npm run erase-user -- --stage prod --user ada@example.com',
    );
    expect(eraseCommand('dev', "a b'; rm *")).toBe(
      String.raw`npm run erase-user -- --stage dev --user 'a b'\''; rm *'`,
    );
  });
});

describe('a refused form', () => {
  const asTheApi = ((_key: string, { message }: { readonly message: string }) => message) as never;

  it('shows the first problem of each field, of lists at the list', () => {
    const problem = (path: string, message: string) => ({ path, message, code: 'not_allowed' as const });
    const errors = [
      problem('/thresholds/1', 'first'),
      problem('/thresholds', 'second'),
      problem('/name', 'n'),
    ];
    const document = { code: 'invalid_request', status: 400, title: 't', detail: 'd', errors } as never;
    expect(refusedFields(new LedgerProblem('invalid_request', 'd', { document }), asTheApi)).toEqual({
      '/thresholds': 'first',
      '/name': 'n',
    });
    expect(refusedFields(new Error('x'), asTheApi)).toEqual({});
  });
});

describe('the snippets of Get started', () => {
  const addresses = { api: 'https://api.example.com/prod', gateway: 'https://gateway.example.com' };

  it.each(WAYS)('name the deployment, and end in records of a known source: %s', (way) => {
    const { steps, sources } = captureBy(way, addresses);
    const code = steps.map((step) => step.code ?? '').join('\n');
    expect(code).toContain(way === 'gateway' ? addresses.gateway : addresses.api);
    expect(sources.length).toBeGreaterThan(0);
  });

  it('import what the client library exports', () => {
    const code = (['middleware', 'fetch'] as const).flatMap((way) =>
      captureBy(way, addresses).steps.map((step) => step.code ?? ''),
    );
    const names = code
      .flatMap((text) => [...text.matchAll(/import \{ (.+) \} from '@token-ledger\/client'/g)])
      .flatMap(([, list = '']) => list.split(', '));
    expect(names.toSorted()).toEqual(['ledgerFetch', 'tokenLedger', 'withUsageContext']);
    expect(Object.keys(client)).toEqual(expect.arrayContaining(names));
  });

  it('have Claude Code export to the deployment, as JSON', () => {
    const [settings] = captureBy('claudeCode', addresses).steps;
    expect(JSON.parse(settings?.code ?? '').env).toMatchObject({
      CLAUDE_CODE_ENABLE_TELEMETRY: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: addresses.api,
    });
  });

  it('say how to deploy a gateway where there is none', () => {
    const { steps } = captureBy('gateway', { api: addresses.api });
    expect(steps.map(({ text }) => text)).toEqual(['gatewayMissing']);
  });

  it('need no key of Anthropic on the machine where npm start runs, and name its gateway', () => {
    const textsOf = (way: Way, isLocal: boolean) =>
      captureBy(way, { api: addresses.api, isLocal }).steps.map(({ text }) => text);
    for (const way of WAYS) {
      const calls = way === 'middleware' || way === 'fetch' || way === 'python';
      expect([way, textsOf(way, true).includes('standIn')]).toEqual([way, calls]);
      expect(textsOf(way, false)).not.toContain('standIn');
    }
    const [gateway] = captureBy('gateway', { api: addresses.api, isLocal: true }).steps;
    expect(gateway).toMatchObject({ text: 'gatewayLocal', code: expect.stringContaining('$GATEWAY_URL') });
  });
});
