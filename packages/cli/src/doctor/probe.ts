/** What calls of the doctor are recorded as. */
export const PROBE = { feature: 'token-ledger-doctor', model: 'claude-haiku-5-5' } as const;
