import { type components, nanoDollars } from '@token-ledger/client/query';
import { showTime, wholeHours } from '../range/range.ts';
import { howToPrice } from '../unpriced-models.ts';
import { exactCount, exactUsd, named } from './figures.ts';
import type { Column, Printer } from './printer.ts';

type Item = components['schemas']['Record'];
type PriceLine = components['schemas']['PriceLine'];

/** One call with all digits of its figures, because it is looked at closely, and what adds up to its cost. */
export async function showRecord(print: Printer, record: Item, timeZone: string): Promise<void> {
  await print.one(record, fields(timeZone));
  if (print.json) return;
  const lines = record.cost.lines ?? [];
  if (lines.length > 0) {
    await print.line();
    await print.list(lines, priceColumns(lines), '');
  }
  if (record.cost.unpriced.length === 0) return;
  const { occurredAt } = record;
  // Only whole hours get other prices.
  print.note(howToPrice(wholeHours({ from: occurredAt, to: occurredAt }, Number.POSITIVE_INFINITY)));
}

function fields(timeZone: string): readonly Column<Item>[] {
  const text = (
    title: string,
    value: (item: Item) => string | number | object | undefined,
  ): Column<Item> => ({
    title,
    value: (item) => {
      const found = value(item);
      return typeof found === 'object' ? JSON.stringify(found) : String(found ?? '');
    },
  });
  return [
    text('request', ({ requestId }) => requestId),
    text('second name', ({ otherName }) => otherName),
    text('occurred', ({ occurredAt }) => `${occurredAt} (${showTime(occurredAt, timeZone)} ${timeZone})`),
    text('received', ({ receivedAt }) => receivedAt),
    text('access key', ({ accessKeyId, accessKeyName }) => named(accessKeyId, accessKeyName)),
    text('user', ({ userId, userName }) => (userId === undefined ? undefined : named(userId, userName))),
    text('model', ({ model }) => model),
    text('feature', ({ feature }) => feature),
    text('status', ({ status, detail }) => (detail === undefined ? status : `${status}, ${detail} only`)),
    text('source', ({ source }) => source),
    text('stop reason', ({ stopReason }) => stopReason),
    text('endpoint', ({ endpoint }) => endpoint),
    ...(
      [
        'input',
        'output',
        'cacheCreation5m',
        'cacheCreation1h',
        'cacheCreationUnattributed',
        'cacheRead',
        'total',
      ] as const
    ).map((part) => text(`tokens ${part}`, ({ tokens }) => exactCount(tokens[part]))),
    text('cost', ({ cost }) => costOf(cost)),
    text('unpriced', ({ cost }) => (cost.unpriced.length > 0 ? cost.unpriced.join(', ') : undefined)),
    text('revision', ({ revision }) => revision),
    text('tier', ({ serviceTier }) => serviceTier),
    text('metadata', ({ metadata }) => metadata),
  ];
}

/** Nothing of a call without a price is known to cost something; of one that has a price in part, its sum is a lower bound. */
function costOf({ usd, listUsd, unpriced }: Item['cost']): string {
  const isUnpriced = unpriced.length > 0;
  if (isUnpriced && nanoDollars(listUsd) === 0n) return 'unpriced';
  const mark = isUnpriced ? '+' : '';
  return `${exactUsd(usd)}${mark} (list ${exactUsd(listUsd)}${mark})`;
}

/** Each counter by its price, as the console shows them. Lines are not rounded; their sum, the cost, is. */
function priceColumns(lines: readonly PriceLine[]): readonly Column<PriceLine>[] {
  const hasDiscounts = lines.some(({ price, listPrice }) => price !== listPrice);
  const figure = (title: string, value: (line: PriceLine) => string): Column<PriceLine> => ({
    title,
    value,
    align: 'right',
  });
  const perUnit = (usd: string, per: number) =>
    `${exactUsd(usd)} per ${per === 1000 ? 'thousand' : 'million'}`;
  return [
    { title: 'model', value: ({ model }) => model },
    { title: 'kind', value: ({ kind }) => kind },
    figure('quantity', ({ quantity }) => exactCount(quantity)),
    ...(hasDiscounts ? [figure('list price', ({ listPrice, per }) => perUnit(listPrice, per))] : []),
    figure('price', ({ price, per }) => perUnit(price, per)),
    figure('cost', ({ usd }) => exactUsd(usd)),
  ];
}
