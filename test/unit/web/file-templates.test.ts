import { describe, expect, it } from '@jest/globals';
import { exportRequestSchema, parseReportRequest } from '@token-ledger/contract';
import { EXPORT_FORMATS, RECORD_FIELDS, REPORT_RANGES, STATISTICS_FIELDS } from '@token-ledger/core';
import fc from 'fast-check';
import { lastMonthRequest } from '../../../web/src/pages/exports/last-month.ts';
import {
  FREQUENCIES,
  isTime,
  RANGES,
  reportDraftOf,
  reportRequestOf,
  WEEKDAYS,
} from '../../../web/src/pages/reports/report.ts';
import { showBytes } from '../../../web/src/parts/files/bytes.ts';
import { fileContents } from '../../../web/src/parts/files/file-contents.ts';
import * as template from '../../../web/src/parts/files/template.ts';

const drafts: fc.Arbitrary<template.TemplateDraft> = fc.record({
  format: fc.constantFrom(...template.FORMATS),
  what: fc.subarray([...template.SUBJECTS], { minLength: 1 }),
  period: fc.constantFrom(...template.PERIODS),
  dimension: fc.constantFrom(...template.DIMENSIONS),
  recordFields: fc.subarray([...template.RECORD_FIELDS], { minLength: 1 }),
  statisticsFields: fc.subarray([...template.STATISTICS_FIELDS], { minLength: 1 }),
  filter: fc.record(
    {
      key: fc.constant('ak_1'),
      user: fc.constant('u_1'),
      model: fc.constant(['claude-haiku-5-5']),
      feature: fc.constant(['search']),
      status: fc.subarray([...template.STATUSES], { minLength: 1 }),
      min: fc.nat(),
    },
    { requiredKeys: [] },
  ),
  gzip: fc.boolean(),
  byteOrderMark: fc.boolean(),
  billingAccountId: fc.constant('org_1'),
  billingAccountName: fc.constantFrom('', 'Example'),
});

describe('the list of exports', () => {
  it('says by what statistics are divided, where the ledger says it', () => {
    const t = ((key: string, values?: { readonly period: string }) =>
      values ? `${key}(${values.period})` : key) as unknown as Parameters<typeof fileContents>[1];
    expect(fileContents({ what: 'statistics', period: 'hour', dimension: 'user' }, t)).toBe(
      'statisticsBy.user(per.hour)',
    );
    expect(fileContents({ what: 'statistics' }, t)).toBe('subjects.statistics');
    expect(fileContents({ what: 'records' }, t)).toBe('subjects.records');
  });
});

describe('the form of an export', () => {
  it('offers every format, column and range of the ledger, in its order', () => {
    expect(template.RECORD_FIELDS).toEqual(RECORD_FIELDS);
    expect(template.STATISTICS_FIELDS).toEqual(STATISTICS_FIELDS);
    expect(template.FORMATS.toSorted()).toEqual(EXPORT_FORMATS.toSorted());
    expect(RANGES.toSorted()).toEqual(REPORT_RANGES.toSorted());
  });

  it('never asks for what the ledger refuses, in any combination', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const { error } = exportRequestSchema.safeParse({
          ...template.templateOf(draft),
          from: '2024-01-01T00:00:00Z',
          to: '2024-02-01T00:00:00Z',
        });
        expect(error?.issues ?? []).toEqual([]);
      }),
    );
  });

  it('asks for the whole last month of the reporting time zone', () => {
    const request = lastMonthRequest(Date.parse('2024-03-31T22:30:00Z'), 'Europe/Berlin');
    expect(request).toMatchObject({
      format: 'xlsx',
      what: ['statistics'],
      from: '2024-02-29T23:00:00.000Z',
      to: '2024-03-31T22:00:00.000Z',
    });
  });
});

describe('the form of a report', () => {
  it('is saved as it was filled in, with any schedule', () => {
    const reports = fc.record({
      template: drafts,
      range: fc.constantFrom('last_month' as const, 'last_7_days' as const),
      frequency: fc.constantFrom(...FREQUENCIES),
      weekday: fc.constantFrom(...WEEKDAYS),
      dayOfMonth: fc.integer({ min: 1, max: 28 }),
      topic: fc.boolean(),
      webhook: fc.constantFrom('', 'https://hooks.example.com/reports'),
    });
    fc.assert(
      fc.property(reports, (filled) => {
        const draft = { ...reportDraftOf(), ...filled, title: ' Usage ' };
        const parsed = parseReportRequest(reportRequestOf(draft));
        expect(parsed).toMatchObject({ ok: true, request: { settings: { title: 'Usage' } } });
      }),
    );
  });

  it('takes times of a clock only', () => {
    expect(['00:00', '23:59'].every(isTime)).toBe(true);
    expect(['24:00', '9:30', '12:60', ''].some(isTime)).toBe(false);
  });
});

describe('the size of a file', () => {
  it('has the largest unit that it reaches', () => {
    expect([0, 1, 999, 1000, 74_699, 5_300_000_000].map((bytes) => showBytes(bytes, 'en'))).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '74.7 kB',
      '5.3 GB',
    ]);
  });
});
