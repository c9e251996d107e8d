import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agreedNames, groupReports } from '../../../packages/core/src/ledger/write/group-reports.ts';
import { usageRecord } from '../../support/records.ts';

const report = (requestId: string, otherName?: string, accessKeyId = 'ak_1') =>
  usageRecord({ requestId, accessKeyId, ...(otherName !== undefined && { otherName }) });

const byText = (a: unknown, b: unknown) => (String(a) < String(b) ? -1 : 1);

describe('groups of reports', () => {
  it('are of one name each, in the order in which they came', () => {
    expect(groupReports([report('a'), report('b'), report('a')])).toEqual([[0, 2], [1]]);
  });

  it('are tied together by a report that knows two names, wherever it comes', () => {
    const [ofRequest, ofMessage, ofBoth] = [report('req'), report('msg'), report('req', 'msg')];
    expect(groupReports([ofRequest, ofMessage, report('other'), ofBoth, ofMessage])).toEqual([
      [0, 1, 3, 4],
      [2],
    ]);
    expect(groupReports([ofBoth, ofMessage, ofRequest])).toEqual([[0, 1, 2]]);
  });

  it('never reach from one access key to another', () => {
    expect(
      groupReports([report('a', 'm', 'ak_1'), report('a', 'm', 'ak_2'), report('m', undefined, 'ak_2')]),
    ).toEqual([[0], [1, 2]]);
  });

  it('are the same whatever the order of the reports, and hold each report once', () => {
    const name = fc.nat({ max: 5 });
    const reports = fc.array(fc.tuple(name, fc.option(name)), { maxLength: 12 }).map((pairs) =>
      pairs.map(([request, message], index) =>
        usageRecord({
          requestId: `req_${request}`,
          feature: String(index),
          ...(message !== null && { otherName: `msg_${message}` }),
        }),
      ),
    );
    fc.assert(
      fc.property(reports, (all) => {
        const members = (list: typeof all) =>
          groupReports(list)
            .map((group) => group.map((index) => list[index]?.feature).toSorted(byText))
            .toSorted(byText);
        expect(members(all.toReversed())).toEqual(members(all));
        expect(members(all).flat().toSorted(byText)).toEqual(
          all.map(({ feature }) => feature).toSorted(byText),
        );
        for (const group of groupReports(all)) expect(group).toEqual(group.toSorted((a, b) => a - b));
      }),
    );
  });

  it('take a tenth of a second, not half a minute, for as many reports as a batch can hold in one knot', () => {
    const messages = Array.from({ length: 20_000 }, (_, index) => report(`msg_${index}`));
    const ties = messages.map(({ requestId }) => report('req', requestId));
    const startedAt = performance.now();
    expect(groupReports([...messages, ...ties])).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('are none where there are no reports', () => {
    expect(groupReports([])).toEqual([]);
  });
});

describe('the names that reports agree about', () => {
  it('are those of the report that knows most', () => {
    expect(agreedNames([report('msg'), report('req', 'msg'), report('req')])).toEqual({
      name: 'req',
      otherName: 'msg',
    });
    expect(agreedNames([report('req'), report('req')])).toEqual({ name: 'req' });
  });

  it('are none where names are tied differently', () => {
    expect(agreedNames([report('req_1', 'msg'), report('req_2', 'msg')])).toBeUndefined();
    expect(agreedNames([report('req', 'msg_1'), report('req', 'msg_2')])).toBeUndefined();
    expect(agreedNames([])).toBeUndefined();
  });
});
