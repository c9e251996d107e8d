export const header = (description: string) => ({ description, schema: { type: 'string' } });

/** Every answer has it. */
export const REQUEST_ID = {
  'x-request-id': header('The id of the request; quote it when you ask for help.'),
};
