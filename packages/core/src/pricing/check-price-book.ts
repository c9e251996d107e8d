import { checkModelPrices, checkPrice } from './check-prices.ts';
import { toInterval } from './effective-days.ts';
import {
  type EffectiveDays,
  EVERY_MODEL,
  type PriceBook,
  type PriceOrigin,
  type PriceOverride,
  WHOLE_BASIS_POINTS,
} from './price-book.ts';
import { type AddProblem, type PriceProblem, problemsBelow } from './price-problem.ts';

/**
 * Everything that is wrong with a book whose shape is right, in its order; nothing if it can be priced by. Prices may be
 * of any JSON type here, as that is where a number most likely strays in.
 */
export function checkPriceBook(book: PriceBook): PriceProblem[] {
  const problems: PriceProblem[] = [];
  const add: AddProblem = (path, code, message) => problems.push({ path, code, message });
  if ((book.currency as string) !== 'USD') add('/currency', 'not_allowed', 'must be USD');
  book.entries.forEach((entry, index) => {
    const at = problemsBelow(`/entries/${index}`, add);
    if (!isModelId(entry.model)) at('/model', 'invalid_format', MODEL_ID);
    checkDays(entry, at);
    checkModelPrices(entry, at);
    checkOrigin(entry, at);
  });
  book.webSearches.forEach((price, index) => {
    const at = problemsBelow(`/webSearches/${index}`, add);
    checkDays(price, at);
    checkPrice(price.perThousand, '/perThousand', at);
    checkOrigin(price, at);
  });
  book.overrides.forEach((override, index) => {
    checkOverride(override, book, problemsBelow(`/overrides/${index}`, add));
  });
  for (const [id, model] of Object.entries(book.modelAliases ?? {})) {
    if (!isModelId(id) || !isModelId(model))
      add('/modelAliases', 'invalid_format', `an id and its model ${MODEL_ID}`);
  }
  checkOverlaps(book, add);
  return problems;
}

const MODEL_ID = 'must be a model id: 1 to 128 printable characters without spaces';

function isModelId(model: string): boolean {
  return /^[\x21-\x7e]{1,128}$/.test(model) && model !== EVERY_MODEL;
}

function checkOrigin({ source, asOf }: PriceOrigin, add: AddProblem): void {
  if (source === '') add('/source', 'required', 'must say where the price is from');
  if (!isDay(asOf)) add('/asOf', 'invalid_format', DAY);
}

const DAY = 'must be a day of the calendar such as 2026-09-28';

function isDay(day: string): boolean {
  const ms = Date.parse(day);
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

function checkDays(days: EffectiveDays, add: AddProblem): void {
  const wrong = (['effectiveFrom', 'effectiveTo'] as const).filter((field) => {
    const day = days[field];
    return day !== undefined && !isDay(day);
  });
  for (const field of wrong) add(`/${field}`, 'invalid_format', DAY);
  const { fromMs, toMs } = toInterval(days);
  if (wrong.length === 0 && fromMs >= toMs)
    add('/effectiveTo', 'out_of_range', 'must be after effectiveFrom');
}

function checkOverride(override: PriceOverride, { entries, overrides }: PriceBook, add: AddProblem): void {
  const { model, listPrices, prices, discountBasisPoints: discount } = override;
  const isForAll = model === EVERY_MODEL;
  if (!isForAll && !isModelId(model)) add('/model', 'invalid_format', `${MODEL_ID}, or ${EVERY_MODEL}`);
  checkDays(override, add);
  if (!listPrices && !prices && discount === undefined) {
    add('', 'required', 'must have listPrices, prices or discountBasisPoints');
  }
  if (prices && discount !== undefined) add('/prices', 'conflicting_fields', 'excludes discountBasisPoints');
  if (isForAll && (listPrices || prices)) {
    add('/model', 'not_allowed', `must name a model: ${EVERY_MODEL} takes a discount only`);
  }
  if (listPrices) checkModelPrices(listPrices, problemsBelow('/listPrices', add));
  if (prices) checkModelPrices(prices, problemsBelow('/prices', add));
  if (discount === undefined) return;
  if (!Number.isInteger(discount) || discount < 0 || discount > WHOLE_BASIS_POINTS) {
    add('/discountBasisPoints', 'out_of_range', `must be a whole number from 0 to ${WHOLE_BASIS_POINTS}`);
  }
  const hasPrice = [...entries, ...overrides.filter((other) => other.listPrices)].some(
    (priced) => priced.model === model,
  );
  if (!isForAll && !hasPrice)
    add('/model', 'not_allowed', 'must be a model with a price to discount, by its exact id');
}

type Placed = { readonly path: string; readonly days: EffectiveDays };

/** Two prices must not hold for one thing at one time. */
function checkOverlaps({ entries, webSearches, overrides }: PriceBook, add: AddProblem): void {
  const groups = new Map<string, Placed[]>();
  const place = (group: string, path: string, days: EffectiveDays) =>
    groups.set(group, [...(groups.get(group) ?? []), { path, days }]);
  entries.forEach((entry, index) => place(`entry ${entry.model}`, `/entries/${index}`, entry));
  webSearches.forEach((price, index) => place('search', `/webSearches/${index}`, price));
  overrides.forEach((override, index) => {
    const { model, listPrices, prices, discountBasisPoints } = override;
    if (listPrices) place(`list ${model}`, `/overrides/${index}`, override);
    if (prices || discountBasisPoints !== undefined) place(`net ${model}`, `/overrides/${index}`, override);
  });
  for (const placed of groups.values()) {
    const sorted = placed
      .map(({ path, days }) => ({ path, ...toInterval(days) }))
      .toSorted((a, b) => a.fromMs - b.fromMs);
    sorted.forEach(({ path, fromMs }, index) => {
      const before = sorted[index - 1];
      if (before && fromMs < before.toMs) add(path, 'overlapping_days', `must not overlap ${before.path}`);
    });
  }
}
