/** What the query parameters are, by name: one meaning in every route that has them. */
export const PARAMETERS: Readonly<
  Record<string, { readonly description: string; readonly example?: unknown }>
> = {
  dimension: { description: 'Whose usage is told apart, or ranked.', example: 'user' },
  id: {
    description: 'One access key or user; of the dimension, where there is one, and not with `all`.',
    example: 'u_42',
  },
  accessKeyId: { description: 'Only usage of this access key.', example: 'ak_01' },
  userId: { description: 'Only usage of this user; `-` is usage of no user.', example: 'u_42' },
  period: {
    description: 'Hours of UTC, or days or months of the deployment’s reporting time zone.',
    example: 'day',
  },
  from: {
    description: 'Where the range begins: an ISO 8601 instant with its offset from UTC.',
    example: '2026-11-20T00:00:00Z',
  },
  to: { description: 'Where it ends, exclusively. Default: now.', example: '2026-11-21T00:00:00Z' },
  models: {
    description: 'Only usage of these models, separated by commas.',
    example: ['claude-sonnet-5-5'],
  },
  features: {
    description: 'Only usage of these features, separated by commas; `-` is usage without one.',
    example: ['chat_completion'],
  },
  sort: { description: 'What is ranked by; equals are ordered by id.', example: 'total' },
  minTokens: { description: 'Only what has so many total tokens.', example: 1000 },
  maxTokens: { description: 'Only records with at most so many total tokens.', example: 100_000 },
  minRequests: { description: 'Only who made so many requests.', example: 10 },
  status: { description: 'Only records of these statuses, separated by commas.', example: ['error'] },
  requestId: {
    description:
      'The records of this name, by request id or message id, if they fulfil the other conditions too: one an access key.',
    example: 'req_011CXyz',
  },
  order: { description: 'What comes first; records of one moment are ordered by request id.' },
  limit: { description: 'At most so many on a page.' },
  cursor: {
    description: '`nextCursor` of the page before, with the other parameters as they were.',
  },
  before: { description: '`nextBefore` of the page before.' },
  place: { description: 'Only what lies there.', example: 'live' },
};
