import { describe, expect, it } from '@jest/globals';
import type { FunctionCall } from '../integration/support/function-calls.ts';
import { allows, type FunctionGrant } from '../integration/support/function-roles.ts';
import { requiredGrants } from '../support/required-grants.ts';

/*
 * How the integration run compares what functions do with what their roles allow. A mistake here would find every role minimal.
 */

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/ledger';

const call = (overrides: Partial<FunctionCall> = {}): FunctionCall => ({
  function: 'f',
  action: 'dynamodb:GetItem',
  resource: TABLE,
  partitions: [],
  ...overrides,
});
const grant = (overrides: Partial<FunctionGrant> = {}): FunctionGrant => ({
  function: 'f',
  service: 'query-usage',
  action: 'dynamodb:GetItem',
  resource: TABLE,
  partitions: [],
  ...overrides,
});

describe('a grant', () => {
  it('allows its action on its resource to its function, and nothing else', () => {
    expect(allows(grant(), call())).toBe(true);
    expect(allows(grant({ function: 'g' }), call())).toBe(false);
    expect(allows(grant({ action: 'dynamodb:PutItem' }), call())).toBe(false);
    expect(allows(grant({ resource: `${TABLE}-2` }), call())).toBe(false);
    expect(allows(grant(), call({ resource: `${TABLE}-2` }))).toBe(false);
  });

  it.each([
    ['arn:aws:s3:::files/*', 'arn:aws:s3:::files/a/b.csv', true],
    ['arn:aws:s3:::files/*', 'arn:aws:s3:::other/a', false],
    ['arn:aws:x:secret:key-??????', 'arn:aws:x:secret:key-AbCdEf', true],
    ['arn:aws:x:secret:key-??????', 'arn:aws:x:secret:key-AbCdEfG', false],
    ['arn:aws:x:a.b', 'arn:aws:x:aXb', false],
    ['*', '*', true],
  ])('on %s is one on %s: %p', (resource, called, expected) => {
    expect(allows(grant({ resource }), call({ resource: called }))).toBe(expected);
  });

  it('allows kinds of items of its statement, all of a batch together', () => {
    const keys = grant({ partition: 'K', partitions: ['K', 'U'] });
    expect(allows(keys, call({ partitions: ['K'] }))).toBe(true);
    expect(allows(keys, call({ partitions: ['K', 'U'] }))).toBe(true);
    expect(allows(keys, call({ partitions: ['K', 'A#*'] }))).toBe(false);
    // Another part of the same statement: it is not this one that was used.
    expect(allows(keys, call({ partitions: ['U'] }))).toBe(false);
    expect(allows(grant({ partition: 'K', partitions: ['K'] }), call({ partitions: ['K', 'U'] }))).toBe(
      false,
    );
  });
});

describe('a request to DynamoDB', () => {
  const key = (p: string) => ({ p: { S: p }, s: { S: 'x' } });

  it('needs a grant for each part of a transaction', () => {
    const body = {
      TableName: '',
      TransactItems: [
        { Put: { TableName: 'ledger', Item: key('E#id#1') } },
        { Delete: { TableName: 'ledger', Key: key('H#1') } },
      ],
    };
    expect(requiredGrants('TransactWriteItems', body, 'ledger')).toEqual([
      { action: 'dynamodb:PutItem', resource: 'ledger', partition: 'E#*' },
      { action: 'dynamodb:DeleteItem', resource: 'ledger', partition: 'H#*' },
    ]);
  });

  it('needs the insert of PartiQL, which replaces nothing', () => {
    const body = { TableName: '', Statements: [{ Statement: `INSERT INTO "records" VALUE {'p': ?}` }] };
    expect(requiredGrants('BatchExecuteStatement', body, 'ledger')).toEqual([
      { action: 'dynamodb:PartiQLInsert', resource: 'records' },
    ]);
    const update = { TableName: '', Statement: `UPDATE "records" SET x = 1` };
    expect(() => requiredGrants('ExecuteStatement', update, 'ledger')).toThrow('Not an insert');
  });
});
