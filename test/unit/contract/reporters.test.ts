import { describe, expect, it } from '@jest/globals';
import { accepted, GATEWAY, OWN, problems, RECORD, TEAM } from './support/parsed-record.ts';

describe('a caller with the scope ingest', () => {
  const { accessKeyId: _, userId: __, ...unnamed } = RECORD;

  it('reports under its own access key and user, named or not', () => {
    const own = { accessKeyId: 'ak_own', userId: 'u_own' };
    expect(accepted(unnamed, OWN)).toMatchObject(own);
    expect(accepted({ ...unnamed, ...own }, OWN)).toMatchObject(own);
  });

  it('may not report for others', () => {
    expect(problems(RECORD, OWN)).toEqual(['/accessKeyId not_permitted', '/userId not_permitted']);
    const { userId: ___, ...ownerless } = OWN.reporter;
    expect(problems({ ...unnamed, userId: 'u_42' }, { reporter: ownerless })).toEqual([
      '/userId not_permitted',
    ]);
    expect(accepted(unnamed, { reporter: ownerless })).not.toHaveProperty('userId');
  });
});

describe('a caller with the scope ingest:users', () => {
  const { accessKeyId: _, userId: __, ...unnamed } = RECORD;

  it('reports for any user under its own access key', () => {
    const own = { accessKeyId: 'ak_own', userId: 'u_42' };
    expect(accepted({ ...unnamed, userId: 'u_42' }, TEAM)).toMatchObject(own);
    expect(accepted({ ...unnamed, ...own }, TEAM)).toMatchObject(own);
    expect(accepted(unnamed, TEAM)).toMatchObject({ accessKeyId: 'ak_own', userId: 'u_own' });
  });

  it('may not report for another access key', () => {
    expect(problems(RECORD, TEAM)).toEqual(['/accessKeyId not_permitted']);
  });
});

describe('a caller with the scope ingest:any', () => {
  const { accessKeyId: _, userId: __, ...unnamed } = RECORD;

  it('reports for any user and access key in the record', () => {
    expect(accepted(RECORD, GATEWAY)).toMatchObject({ accessKeyId: 'ak_01', userId: 'u_42' });
  });

  it('reports as itself if the record names no access key, but never lends its user to another key', () => {
    expect(accepted(unnamed, GATEWAY)).toMatchObject({ accessKeyId: 'ak_own', userId: 'u_own' });
    expect(accepted({ ...unnamed, accessKeyId: 'ak_01' }, GATEWAY)).not.toHaveProperty('userId');
  });
});
