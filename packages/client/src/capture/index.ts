/*
 * What a proxy of the API needs to observe the responses it passes on. Programs that call the API use `tokenLedger` or
 * `ledgerFetch`.
 */
export { capturedRecord, hasUsage, type ObservedCall, observeResponse } from './observe-response.ts';
