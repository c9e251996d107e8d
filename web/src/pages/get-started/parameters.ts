import { oneOf } from '../../parts/address.ts';

/** The ways to capture calls, most common first. */
export const WAYS = ['middleware', 'fetch', 'python', 'http', 'gateway', 'claudeCode', 'import'] as const;
export type Way = (typeof WAYS)[number];

export const GET_STARTED_PARAMETERS = { way: oneOf(WAYS) };
