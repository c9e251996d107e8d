/*
 * What a proxy of the API needs to observe the responses it passes on. Programs that call the API use `tokenLedger` or
 * `ledgerFetch`.
 */
export type { CapturedCall } from './captured-call.ts';
export { observeResponse } from './observe-response.ts';
