import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  addMeasures,
  DAY_MS,
  FOCUS_FIELDS,
  NO_MEASURES,
  readStatistics,
  totalMeasures,
} from '@token-ledger/core';
import { parse } from 'csv-parse/sync';
import { ExportHarness } from '../../support/exports.ts';
import { NOON, usageRecord } from '../../support/records.ts';

/*
 * The rules of FOCUS 1.4 for the columns of the dataset Cost and Usage that are mandatory, and for the conditional and
 * recommended ones that are written: type, nullability, allowed values.
 */
const DECIMAL = /^-?\d+(\.\d+)?$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const SOME_TEXT = /\S/;
const MANDATORY: Readonly<Record<string, RegExp>> = {
  // Only the issuer of the invoice fills this in.
  BilledCost: /^0$/,
  BillingAccountId: SOME_TEXT,
  BillingAccountName: /^(|.*\S.*)$/,
  BillingCurrency: /^[A-Z]{3}$/,
  BillingPeriodEnd: INSTANT,
  BillingPeriodStart: INSTANT,
  ChargeCategory: /^(Usage|Purchase|Tax|Credit|Adjustment)$/,
  ChargeClass: /^(|Correction)$/,
  ChargeDescription: SOME_TEXT,
  ChargePeriodEnd: INSTANT,
  ChargePeriodStart: INSTANT,
  ContractedCost: DECIMAL,
  EffectiveCost: DECIMAL,
  HostProviderName: SOME_TEXT,
  InvoiceIssuerName: SOME_TEXT,
  ListCost: DECIMAL,
  PricingQuantity: DECIMAL,
  PricingUnit: /^\d+ Tokens$/,
  ServiceCategory: /^AI and Machine Learning$/,
  ServiceName: SOME_TEXT,
  ServiceProviderName: SOME_TEXT,
};
const OTHERS: Readonly<Record<string, RegExp>> = {
  ChargeFrequency: /^(One-Time|Recurring|Usage-Based)$/,
  ConsumedQuantity: DECIMAL,
  ConsumedUnit: /^Tokens$/,
  ServiceSubcategory: /^Generative AI$/,
  SubAccountId: SOME_TEXT,
  SubAccountName: SOME_TEXT,
};

const RANGE = { fromMs: NOON - 30 * DAY_MS, toMs: NOON + DAY_MS };

describe('FOCUS', () => {
  const harness = new ExportHarness();
  let rows: Record<string, string>[];

  beforeAll(async () => {
    harness.ledger.nowMs = NOON + DAY_MS;
    await harness.ledger.record(
      ...Array.from({ length: 300 }, (_, index) =>
        usageRecord({
          occurredAtMs: NOON - (index % 29) * DAY_MS,
          accessKeyId: `ak_${index % 3}`,
          model:
            ['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-unheard-of'][index % 7] ?? 'claude-haiku-5-5',
        }),
      ),
    );
    const { id } = await harness.create({
      ...RANGE,
      subjects: ['statistics'],
      format: 'focus',
      period: 'day',
      dimension: 'access_key',
      billingAccount: { id: 'org_1', name: 'Example' },
    });
    await harness.write(id);
    rows = parse(await harness.content(id), { columns: true }) as Record<string, string>[];
  });

  it('has every mandatory column, with the names and order of the specification', () => {
    expect(FOCUS_FIELDS.slice(0, Object.keys({ ...MANDATORY, ...OTHERS }).length)).toEqual(
      Object.keys({ ...MANDATORY, ...OTHERS }).toSorted(),
    );
    for (const name of FOCUS_FIELDS) expect(name).toMatch(/^(x_)?[A-Z][A-Za-z0-9]{0,47}$/);
    expect(Object.keys(rows[0] ?? {})).toEqual(FOCUS_FIELDS);
  });

  it.each(Object.entries({ ...MANDATORY, ...OTHERS }))(
    '%s has only values that it may have',
    (name, allowed) => {
      for (const row of rows) expect(row[name]).toMatch(allowed);
    },
  );

  it('has a charge for each day, access key and model, within its billing period', () => {
    const keys = rows.map((row) => [row['ChargePeriodStart'], row['SubAccountId'], row['x_Model']].join());
    expect(new Set(keys).size).toBe(rows.length);
    for (const row of rows) {
      const [start, end, from, to] = [
        'BillingPeriodStart',
        'BillingPeriodEnd',
        'ChargePeriodStart',
        'ChargePeriodEnd',
      ]
        .map((name) => Date.parse(row[name] ?? ''))
        .map(Number) as [number, number, number, number];
      expect(start <= from && from < to && to <= end && to - from <= DAY_MS).toBe(true);
      expect(row['BillingPeriodStart']).toMatch(/-01T00:00:00Z$/);
    }
  });

  it('measures the same in each unit', () => {
    for (const row of rows) {
      expect(Number(row['PricingQuantity']) * 1e6).toBeCloseTo(Number(row['ConsumedQuantity']), 3);
      const kinds = Object.entries(row).filter(([name]) => /^x_.*Tokens$/.test(name));
      expect(kinds.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(Number(row['ConsumedQuantity']));
    }
  });

  it('sums up to the statistics', async () => {
    const query = { dimension: 'all', period: 'month', limit: 10, ...RANGE } as const;
    const answer = await readStatistics(harness.ledger.deps, query);
    const totals = answer.rows
      .map(({ statistics }) => totalMeasures(statistics))
      .reduce(addMeasures, NO_MEASURES);
    const nano = (name: string) =>
      rows.reduce((sum, row) => {
        const [whole, fraction = ''] = (row[name] ?? '').split('.');
        return sum + BigInt(whole + fraction.padEnd(9, '0'));
      }, 0n);
    expect([nano('EffectiveCost'), nano('ContractedCost')]).toEqual([totals.cost, totals.cost]);
    expect(nano('ListCost')).toBe(totals.cost + totals.discount);
    expect(rows.reduce((sum, row) => sum + BigInt(row['x_Requests'] ?? ''), 0n)).toBe(totals.requests);
    expect(rows.reduce((sum, row) => sum + BigInt(row['x_UnpricedRequests'] ?? ''), 0n)).toBe(
      totals.unpricedRequests,
    );
    expect(totals.unpricedRequests).toBeGreaterThan(0n);
  });

  it('is documented column by column in docs/exports.md', () => {
    const text = readFileSync(new URL('../../../docs/exports.md', import.meta.url), 'utf8');
    for (const name of FOCUS_FIELDS) expect(text).toContain(`\`${name}\``);
  });
});
