import {
  basisPointsOf,
  isPrice,
  isUsualOrder,
  KINDS,
  type Kind,
  type ModelPrices,
  type Override,
  percentOf,
} from './price-book.ts';

export const DECISIONS = ['listPrices', 'prices', 'discount'] as const;
type Decision = (typeof DECISIONS)[number];

/** An override as it is entered. */
export interface Draft {
  readonly model: string;
  readonly decision: Decision;
  readonly values: Readonly<Record<Kind, string>>;
  readonly percent: string;
  readonly from: string;
  readonly to: string;
  /** The reader says that an unusual order of prices is right. */
  readonly isForced: boolean;
  /** What the form does not show, such as prices of long prompts, stays as it is. */
  readonly kept: Omit<ModelPrices, Kind | 'force'>;
}

const NO_VALUES = { input: '', output: '', cacheCreation5m: '', cacheCreation1h: '', cacheRead: '' };

export function draftOf(override: Override | undefined, model = ''): Draft {
  const prices = override?.prices ?? override?.listPrices;
  const {
    input = '',
    output = '',
    cacheCreation5m = '',
    cacheCreation1h = '',
    cacheRead = '',
    force = false,
    ...kept
  } = prices ?? {};
  return {
    model: override?.model ?? model,
    decision:
      override?.discountBasisPoints !== undefined ? 'discount' : override?.prices ? 'prices' : 'listPrices',
    values: { input, output, cacheCreation5m, cacheCreation1h, cacheRead },
    percent: override?.discountBasisPoints === undefined ? '' : percentOf(override.discountBasisPoints),
    from: override?.effectiveFrom ?? '',
    to: override?.effectiveTo ?? '',
    isForced: force,
    kept,
  };
}

/** The prices of another model, to begin with. */
export function withPricesOf(draft: Draft, prices: ModelPrices): Draft {
  const values = { ...NO_VALUES };
  for (const kind of KINDS) values[kind] = prices[kind] ?? '';
  const { above, fast, usSurcharge, bedrockSurcharge } = prices;
  return {
    ...draft,
    values,
    kept: {
      ...(above && { above }),
      ...(fast && { fast }),
      ...(usSurcharge !== undefined && { usSurcharge }),
      ...(bedrockSurcharge !== undefined && { bedrockSurcharge }),
    },
  };
}

export type DraftProblem = 'required' | 'price' | 'percent' | 'order' | 'days';

/** What is wrong, by field. */
export function checkDraft(
  draft: Draft,
): Readonly<Partial<Record<'model' | Kind | 'percent' | 'order' | 'to', DraftProblem>>> {
  const { decision, values, isForced, from, to } = draft;
  const found: Partial<Record<'model' | Kind | 'percent' | 'order' | 'to', DraftProblem>> = {};
  if (draft.model.trim() === '') found.model = 'required';
  if (from !== '' && to !== '' && to <= from) found.to = 'days';
  if (decision === 'discount') {
    if (basisPointsOf(draft.percent) === undefined) found.percent = 'percent';
    return found;
  }
  const given = givenPrices(values);
  for (const kind of KINDS) if (given[kind] !== undefined && !isPrice(given[kind])) found[kind] = 'price';
  for (const kind of ['input', 'output'] as const) if (given[kind] === undefined) found[kind] = 'required';
  const areGood = KINDS.every((kind) => found[kind] === undefined);
  if (areGood && !isForced && !isUsualOrder(given)) found.order = 'order';
  return found;
}

/** Of a draft without problems. */
export function overrideOf({ model, decision, values, percent, from, to, isForced, kept }: Draft): Override {
  const days = { ...(from !== '' && { effectiveFrom: from }), ...(to !== '' && { effectiveTo: to }) };
  if (decision === 'discount') {
    return { model: model.trim(), ...days, discountBasisPoints: basisPointsOf(percent) ?? 0 };
  }
  const { input = '', output = '', ...others } = givenPrices(values);
  return {
    model: model.trim(),
    ...days,
    [decision]: { input, output, ...others, ...kept, ...(isForced && { force: true }) },
  };
}

function givenPrices(values: Draft['values']): Partial<Record<Kind, string>> {
  return Object.fromEntries(
    KINDS.map((kind) => [kind, values[kind].trim()] as const).filter(([, value]) => value !== ''),
  );
}
