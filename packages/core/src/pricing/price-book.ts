/*
 * What a price book says. All prices are decimal texts, never numbers. Dates are days of UTC such as `2026-09-28`: a
 * price holds from midnight of `effectiveFrom` until, exclusively, midnight of `effectiveTo`; an absent one has no limit.
 */

/** US dollars per million tokens, at most 6 decimals. A kind without a price makes records that use it unpriced. */
export interface TokenPrices {
  /** Uncached prompt tokens. */
  readonly input: string;
  readonly output: string;
  /** Written to the cache with a time-to-live of five minutes. */
  readonly cacheCreation5m?: string;
  /** Written to the cache with a time-to-live of one hour. */
  readonly cacheCreation1h?: string;
  readonly cacheRead?: string;
}

/** What has a price of its own. Cache writes of unknown time-to-live are priced as those of five minutes. */
export const PRICED_KINDS = [
  'input',
  'output',
  'cacheCreation5m',
  'cacheCreation1h',
  'cacheRead',
] as const satisfies readonly (keyof TokenPrices)[];
export type PricedKind = (typeof PRICED_KINDS)[number];

export interface ModelPrices extends TokenPrices {
  /** The prices of the whole request when its input, cache creation and cache read together exceed `promptTokens`. */
  readonly above?: TokenPrices & { readonly promptTokens: number };
  /**
   * Prices when the served speed is `fast`, for prompts of any size. Cache prices follow from this input price: writes
   * of 5 minutes cost 1.25 of it, of an hour 2, and reads keep the ratio they have to `input`.
   */
  readonly fast?: { readonly input: string; readonly output: string };
  /** Whether tokens cost 1.1 times as much when `inference_geo` is `us`. */
  readonly usSurcharge?: boolean;
  /**
   * Whether Amazon Bedrock charges 1.1 times as much under an id of a geography (`us.`, `eu.`, `jp.`, `au.`, `apac.`) and 1.2
   * times under `us-gov.`. Absent where that is not known: such ids then cost as much as others, and are uncertain.
   */
  readonly bedrockSurcharge?: boolean;
  /** Whether the sources of these prices disagree, so that what is priced by them is uncertain. */
  readonly doubtful?: boolean;
  /** Accepts prices out of their usual order: read <= input < 5-minute write <= 1-hour write, and output >= input. */
  readonly force?: boolean;
}

/** Days of UTC: [effectiveFrom, effectiveTo). */
export interface EffectiveDays {
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
}

/** What a price rests on. */
export interface PriceOrigin {
  readonly source: string;
  /** The day it was looked up. */
  readonly asOf: string;
}

/** The list price of one model, by its exact id, for some time. */
export interface PriceEntry extends ModelPrices, EffectiveDays, PriceOrigin {
  readonly model: string;
}

export interface WebSearchPrice extends EffectiveDays, PriceOrigin {
  /** US dollars per thousand searches, at most 6 decimals. */
  readonly perThousand: string;
}

/**
 * What one company pays instead of the list price. List and net are decided apart, each by the override that names the
 * model, or else by the one for `*`; overrides are never combined.
 */
export interface PriceOverride extends EffectiveDays {
  /** An exact model id, or `*` for every model and for web searches; `*` takes a discount only. */
  readonly model: string;
  /** Another list price: for a model the book does not have, or has wrong. */
  readonly listPrices?: ModelPrices;
  /** What is paid instead of the list price. Is the list price too where there is no other. Excludes a discount. */
  readonly prices?: ModelPrices;
  /** Taken off the list price: 0 to 10,000, hundredths of a per cent. */
  readonly discountBasisPoints?: number;
}

export interface PriceBook {
  readonly currency: 'USD';
  readonly entries: readonly PriceEntry[];
  readonly webSearches: readonly WebSearchPrice[];
  readonly overrides: readonly PriceOverride[];
  /**
   * Ids that name a model in one company's accounts only, such as those of application inference profiles of Bedrock, and the
   * ids they stand for. They apply to ids that nothing else explains.
   */
  readonly modelAliases?: Readonly<Record<string, string>>;
}

/** The `model` of an override for all of them. */
export const EVERY_MODEL = '*';
/** Decimals a price may have: with 6, it is a whole number of pico-dollars, 10^-12 US dollars, a token. */
export const PRICE_DECIMALS = 6;
/** The largest price, in US dollars per million tokens or thousand searches: far above any, it catches a wrong unit. */
export const MAX_PRICE = 1_000_000;
/** Hundredths of a per cent in the whole. */
export const WHOLE_BASIS_POINTS = 10_000;
