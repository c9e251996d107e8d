export const header = (description: string) => ({ description, schema: { type: 'string' } });

/** Every answer has it. */
export const REQUEST_ID = { 'x-request-id': header('Quote it when asking for help.') };
