/** The query parameters by name: each has one meaning in all routes. */
export const PARAMETERS: Readonly<
  Record<string, { readonly description: string; readonly example?: unknown }>
> = {
  dimension: { description: 'What usage is grouped by, or what is ranked.', example: 'user' },
  id: {
    description: 'One access key or user: of the dimension, where there is one, and not with `all`.',
    example: 'u_42',
  },
  accessKeyId: { description: 'Only usage of this access key.', example: 'ak_01' },
  userId: { description: 'Only usage of this user; `-` is usage without a user.', example: 'u_42' },
  period: {
    description: 'Hours of UTC, or days or months of the deployment’s reporting time zone.',
    example: 'day',
  },
  from: {
    description:
      'The start of the range: an ISO 8601 instant with its offset from UTC, or a date of the reporting time zone.',
    example: '2026-11-20T00:00:00Z',
  },
  to: {
    description:
      'The end of the range, exclusive, in the same forms; a date is its first instant. Default: now.',
    example: '2026-11-21T00:00:00Z',
  },
  last: {
    description:
      'In place of `from`: how long the range is, as an ISO 8601 duration. Days, weeks, months and years begin with a whole day of ' +
      'the reporting time zone, hours with a whole hour.',
    example: 'P6M',
  },
  models: {
    description: 'Only usage of these models, separated by commas.',
    example: ['claude-sonnet-5-5'],
  },
  features: {
    description: 'Only usage of these features, separated by commas; `-` is usage without a feature.',
    example: ['chat_completion'],
  },
  active: {
    description:
      'Whether to count active access keys and users, which reads what each of them used. Default: true.',
    example: 'false',
  },
  sort: { description: 'The measure to rank by; equal values are ordered by id.', example: 'total' },
  splitBy: {
    description:
      'Divides the series into those of the largest models, features, access keys or users, `limit` of them (5 by default).',
    example: 'model',
  },
  minTokens: {
    description: 'Only consumers or records with at least this many total tokens.',
    example: 1000,
  },
  maxTokens: { description: 'Only records with at most this many total tokens.', example: 100_000 },
  minCostUsd: {
    description:
      'Only records that cost at least this many US dollars, by `cost.usd`. What a record costs of which anything has no price is not known: it never matches.',
    example: '0.5',
  },
  minRequests: { description: 'Only consumers with at least this many requests.', example: 10 },
  status: { description: 'Only records of these statuses, separated by commas.', example: ['error'] },
  source: {
    description: 'Only records that were captured in one of these ways, separated by commas.',
    example: ['client'],
  },
  requestId: {
    description:
      'The records of this name, request id or message id, that meet the other conditions too: at most one for each access key.',
    example: 'req_011CXyz',
  },
  order: { description: 'The order by time; records of the same instant are ordered by request id.' },
  historyDays: {
    description: 'The audits of so many days before `to`, instead of those of the range.',
    example: 30,
  },
  limit: { description: 'The maximum number of entries on a page, or of series.' },
  offset: {
    description:
      'Skips this many entries, instead of `cursor`. Later pages by offset read and drop all before them; prefer `cursor`.',
    example: 200,
  },
  cursor: {
    description: '`nextCursor` of the previous page, with the other parameters unchanged.',
  },
  before: { description: '`nextBefore` of the previous page.' },
  actor: {
    description:
      'Only entries with this in the id, user id, name or kind of the caller, in any case of letters.',
    example: 'ak_01',
  },
  operation: {
    description: 'Only entries with this in the called route, in any case of letters.',
    example: '/v1/access-keys',
  },
  target: {
    description: 'Only entries with this in the id or name of the target, in any case of letters.',
    example: 'search service',
  },
  address: {
    description: 'Only entries with this in the IP address of the caller.',
    example: '203.0.113.',
  },
  outcome: { description: 'Only entries with this outcome; `refused` stands for every code of a problem.' },
  place: {
    description: 'Only the dead letters of this queue, or only quarantined records.',
    example: 'live',
  },
};
