import { describe, expect, it } from '@jest/globals';
import { parseReportRequest, presentTemplate } from '@token-ledger/contract';
import { MAX_DAY_OF_MONTH, REPORT_RANGES } from '@token-ledger/core';

const LEAST = { title: 't', range: 'last_month' };

function problems(body: unknown): readonly string[] {
  const parsed = parseReportRequest(body);
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path} ${code}`).toSorted();
}
const scheduled = (schedule: unknown) => problems({ ...LEAST, schedule });

describe('a request for a report', () => {
  it.each(REPORT_RANGES)('takes statistics of %s', (range) => {
    expect(problems({ ...LEAST, range, what: ['statistics'] })).toEqual([]);
  });

  it.each([
    ['a title of 1 byte', { title: 'x' }],
    ['a title of 128 bytes', { title: 'ü'.repeat(64) }],
    ['midnight', { schedule: { frequency: 'daily', time: '00:00' } }],
    ['the last minute', { schedule: { frequency: 'weekly', weekday: 'sunday', time: '23:59' } }],
    ['the first of a month', { schedule: { frequency: 'monthly', dayOfMonth: 1, time: '06:30' } }],
    [
      'the last day of every month',
      { schedule: { frequency: 'monthly', dayOfMonth: MAX_DAY_OF_MONTH, time: '06:30' } },
    ],
    ['no delivery', { delivery: {} }],
    ['FOCUS of a year', { range: 'last_year', format: 'focus', billingAccountId: 'org' }],
    ['365 days of records', { range: 'last_365_days' }],
    ['a year of months', { range: 'this_year', what: ['statistics'], period: 'month' }],
  ])('accepts %s', (_, body) => {
    expect(problems({ ...LEAST, ...body })).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['/range required', '/title required']],
    ['no object', [], [' wrong_type']],
    ['an empty title', { ...LEAST, title: '' }, ['/title invalid_length']],
    ['a title of 129 bytes', { ...LEAST, title: `${'ü'.repeat(64)}x` }, ['/title invalid_length']],
    ['a title of two lines', { ...LEAST, title: 'a\nb' }, ['/title invalid_characters']],
    ['an unknown range', { ...LEAST, range: 'last_decade' }, ['/range not_allowed']],
    [
      'a range of its own',
      { ...LEAST, from: '2026-01-01T00:00:00Z', to: 'x' },
      ['/from unknown_field', '/to unknown_field'],
    ],
    ['a year of records', { ...LEAST, range: 'last_year' }, ['/range not_allowed']],
    [
      'a year of hours',
      { ...LEAST, range: 'this_year', what: ['statistics'], period: 'hour' },
      ['/range not_allowed'],
    ],
    [
      'a year of both',
      { ...LEAST, range: 'this_year', what: ['statistics', 'records'] },
      ['/range not_allowed'],
    ],
    [
      'a webhook without TLS',
      { ...LEAST, delivery: { webhook: { url: 'http://example.com' } } },
      ['/delivery/webhook/url invalid_format'],
    ],
    [
      'problems everywhere, and all of them',
      {
        title: 1,
        range: 'ever',
        schedule: { frequency: 'daily', time: '24:00', weekday: 'monday', x: 1 },
        delivery: { topic: 'yes', webhook: { url: 'ftp://x', rotateSecret: 1 }, email: 'x' },
        format: 'pdf',
        recordFields: ['prompt'],
        filter: { minTokens: -1 },
        y: 1,
      },
      [
        '/delivery/email unknown_field',
        '/delivery/topic wrong_type',
        '/delivery/webhook/rotateSecret wrong_type',
        '/delivery/webhook/url invalid_format',
        '/filter/minTokens out_of_range',
        '/format not_allowed',
        '/range not_allowed',
        '/recordFields/0 not_allowed',
        '/schedule/time invalid_format',
        '/schedule/weekday conflicting_fields',
        '/schedule/x unknown_field',
        '/title wrong_type',
        '/y unknown_field',
      ],
    ],
    [
      'what does not go together, beside other problems',
      {
        title: '',
        range: 'today',
        format: 'xlsx',
        gzip: true,
        period: 'day',
        schedule: { frequency: 'weekly', time: '06:30' },
      },
      ['/gzip not_allowed', '/period not_allowed', '/schedule/weekday required', '/title invalid_length'],
    ],
  ])('refuses %s', (_, body, expected) => {
    expect(problems(body)).toEqual(expected);
  });

  it('requires the fields of each kind of schedule, and no others', () => {
    const time = '06:30';
    expect(scheduled({ frequency: 'daily', time, weekday: 'monday', dayOfMonth: 1 })).toEqual([
      '/schedule/dayOfMonth conflicting_fields',
      '/schedule/weekday conflicting_fields',
    ]);
    expect(scheduled({ frequency: 'weekly', time, dayOfMonth: 1 })).toEqual([
      '/schedule/dayOfMonth conflicting_fields',
      '/schedule/weekday required',
    ]);
    expect(scheduled({ frequency: 'monthly', time })).toEqual(['/schedule/dayOfMonth required']);
    for (const dayOfMonth of [0, MAX_DAY_OF_MONTH + 1, 1.5])
      expect(scheduled({ frequency: 'monthly', time, dayOfMonth })).toEqual([
        '/schedule/dayOfMonth out_of_range',
      ]);
    for (const wrong of ['24:00', '06:60', '6:30', '06:30:00', ''])
      expect(scheduled({ frequency: 'daily', time: wrong })).toEqual(['/schedule/time invalid_format']);
    expect(scheduled(7)).toEqual(['/schedule wrong_type']);
  });
});

describe('the answer about an export', () => {
  it.each([
    {},
    {
      what: ['records'],
      recordFields: ['model', 'userId'],
      filter: { statuses: ['ok'], minTokens: 5 },
      gzip: true,
    },
    {
      what: ['statistics', 'records'],
      period: 'hour',
      dimension: 'user',
      filter: { userId: 'u' },
      byteOrderMark: true,
    },
    {
      what: ['statistics'],
      format: 'xlsx',
      statisticsFields: ['id'],
      filter: { models: ['m'], features: ['-'] },
    },
    { format: 'focus', billingAccountId: 'org', billingAccountName: 'Us' },
  ])('contains the request for the same export: %j', (body) => {
    const first = parseReportRequest({ ...LEAST, ...body });
    if (!first.ok) throw new Error(JSON.stringify(first.problems));
    const { template } = first.request.settings;
    const again = parseReportRequest({ ...LEAST, ...presentTemplate(template) });
    expect(again.ok && again.request.settings.template).toEqual(template);
  });
});
