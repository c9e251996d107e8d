import { dollars, oneOf, someOf, text, wholeNumber } from '../../parts/address.ts';
import { type LastRange, RANGE_PARAMETERS } from '../../parts/range.ts';
import { USAGE_FILTER_PARAMETERS } from '../../parts/usage-filter-parameters.ts';

export const STATUSES = ['ok', 'error', 'partial'] as const;
export const SOURCES = [
  'direct',
  'client',
  'gateway',
  'claude_code',
  'anthropic_span',
  'span',
  'transcript',
  'batch_results',
  'litellm',
  'langfuse',
  'symfony',
  'import',
] as const;

const MAX_TOKENS = Number.MAX_SAFE_INTEGER;

export const RECORDS_RANGE: LastRange = '7d';

export const RECORDS_PARAMETERS = {
  ...RANGE_PARAMETERS,
  ...USAGE_FILTER_PARAMETERS,
  min: wholeNumber(0, MAX_TOKENS),
  max: wholeNumber(0, MAX_TOKENS),
  /** The least cost. */
  cost: dollars,
  status: someOf(STATUSES),
  source: someOf(SOURCES),
  request: text(128),
  order: oneOf(['newest', 'oldest']),
  /** The record whose details are open, and whose it is: names belong to access keys. */
  record: text(128),
  of: text(128),
};
