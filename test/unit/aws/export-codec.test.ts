import { describe, expect, it } from '@jest/globals';
import { decodeExport, encodeExport } from '../../../packages/aws/src/dynamodb/export-codec.ts';
import { EXPORT_JOB } from '../../support/exports.ts';

describe('a stored export', () => {
  it('is read as it was written', () => {
    const job = { ...EXPORT_JOB, createdBy: { kind: 'person', id: 'ada', userId: 'u_ada' } } as const;
    expect(decodeExport(encodeExport(job))).toEqual(job);
  });

  it.each([
    ['ak_1', 'access_key'],
    ['ada', 'person'],
  ])('of an earlier version, which named %s alone, is that of an %s', (id, kind) => {
    const { job, ...item } = encodeExport(EXPORT_JOB);
    const former = JSON.stringify({ ...JSON.parse(String(job)), createdBy: id });
    expect(decodeExport({ ...item, job: former }).createdBy).toEqual({ kind, id });
  });
});
