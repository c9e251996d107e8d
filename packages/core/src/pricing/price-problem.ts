/** What can be wrong with a price book. Those of the wire's problems that fit, and two of its own. */
export const PRICE_PROBLEM_CODES = [
  'required',
  'wrong_type',
  'out_of_range',
  'invalid_format',
  'not_allowed',
  'conflicting_fields',
  /** Two prices for one thing at one time. */
  'overlapping_days',
  /** Prices out of the order they usually have, so that two were probably exchanged; `force` accepts them. */
  'unusual_order',
] as const;
export type PriceProblemCode = (typeof PRICE_PROBLEM_CODES)[number];

/** One thing that is wrong, and where: a JSON pointer such as `/entries/7/above/input`. */
export interface PriceProblem {
  readonly path: string;
  readonly code: PriceProblemCode;
  readonly message: string;
}

export type AddProblem = (path: string, code: PriceProblemCode, message: string) => void;

/** Adds problems with paths below another path. */
export function problemsBelow(path: string, add: AddProblem): AddProblem {
  return (below, code, message) => add(`${path}${below}`, code, message);
}
