import { describe, expect, it } from '@jest/globals';
import {
  instantOption,
  readArguments,
  UsageError,
  wholeNumberOption,
} from '../../../scripts/command-line.ts';
import { LEDGER_OPTIONS, timeZoneOption } from '../../../scripts/operator/arguments.ts';
import { openLedger } from '../../../scripts/operator/open-ledger.ts';

describe('the arguments of the ledger scripts', () => {
  it.each([
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    ['2026-11-21T12:00Z', Date.UTC(2026, 10, 21, 12)],
    ['2026-11-21T12:00:00.5+01:00', Date.UTC(2026, 10, 21, 11, 0, 0, 500)],
  ])('accept the instant %s', (text, expected) => {
    expect(instantOption('from', text)).toBe(expected);
  });

  it.each(['', 'yesterday', '2026-11-21T12:00', '2026-13-01', '1795262400000', '21.11.2026'])(
    'refuse %j as an instant',
    (text) => {
      expect(() => instantOption('from', text)).toThrow(UsageError);
    },
  );

  it('accept whole numbers within their bounds only', () => {
    expect(['4', '3650'].map((text) => wholeNumberOption('days', text, 4, 3650))).toEqual([4, 3650]);
    for (const text of ['3', '3651', '4.5', '-4', '', '1e2'])
      expect(() => wholeNumberOption('days', text, 4, 3650)).toThrow(UsageError);
  });

  it('refuse unknown time zones and options', () => {
    expect(timeZoneOption('time-zone', 'Europe/Berlin')).toBe('Europe/Berlin');
    expect(() => timeZoneOption('time-zone', 'Berlin')).toThrow(UsageError);
    expect(() => readArguments({ args: ['--stagee', 'dev'], options: LEDGER_OPTIONS })).toThrow(UsageError);
  });

  it('must include tables, retention and time zone if no deployment has them', async () => {
    const complete = {
      'records-table': 'r',
      'statistics-table': 's',
      'retention-days': '90',
      'time-zone': 'UTC',
    };
    for (const option of Object.keys(complete)) {
      await expect(openLedger({ ...complete, [option]: undefined })).rejects.toThrow(
        `--${option} is missing.`,
      );
    }
  });
});
