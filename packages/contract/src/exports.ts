import {
  DAY_MS,
  DEFAULT_RECORD_FIELDS,
  DEFAULT_STATISTICS_FIELDS,
  DIMENSIONS,
  type Dimension,
  EXPORT_FORMATS,
  EXPORT_SUBJECTS,
  type ExportDefinition,
  type ExportTemplate,
  PERIODS,
  RECORD_FIELDS,
  RECORD_STATUSES,
  STATISTICS_FIELDS,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import { instant } from './moment.ts';
import {
  checkOffset,
  MAX_FILTER_VALUES,
  MAX_HOURLY_RANGE_DAYS,
  MAX_RANGE_DAYS,
  nonEmptyName,
  offsetParameter,
  refuseIn,
  userIdOrPseudonym,
  wholeNumber,
} from './query-parameters.ts';

/** The largest body of `POST /v1/exports`: two full filters are 26 KB of names. */
export const MAX_EXPORT_BODY_BYTES = 100_000;
/** The longest range of records, and of statistics by hours. */
export const MAX_EXPORT_RECORD_DAYS = 366;
export const MAX_EXPORTS_PER_PAGE = 100;
export const DEFAULT_EXPORTS_PER_PAGE = 20;
/** How long a link to a file works. */
export const EXPORT_LINK_SECONDS = 900;

const names = () =>
  z
    .array(nonEmptyName(), 'must be a list of names')
    .check(
      z.minLength(1, 'must have a name'),
      z.maxLength(MAX_FILTER_VALUES, `must be at most ${MAX_FILTER_VALUES} names`),
    );

const fields = <const T extends readonly [string, ...string[]]>(all: T) =>
  z.array(z.enum(all), 'must be a list of columns').check(
    z.minLength(1, 'must have a column'),
    z.refine((list) => new Set(list).size === list.length, 'must not repeat a column'),
  );

const amount = () => z.int('must be a whole number').check(z.gte(0, 'must not be negative'));

const flag = () => z.boolean('must be true or false');

/** The body of `POST /v1/exports`, as JSON. `problemsOf` reports fields that conflict with each other. */
const bodySchema = z.strictObject({
  /** One file for each. Default: records, or statistics for format focus. */
  what: z.optional(
    z.array(z.enum(EXPORT_SUBJECTS), 'must be a list of records, statistics or both').check(
      z.minLength(1, 'must name records, statistics or both'),
      z.refine((list) => new Set(list).size === list.length, 'must not repeat a value'),
    ),
  ),
  format: z._default(z.enum(EXPORT_FORMATS), 'csv'),
  from: instant(),
  /** Exclusive. Default: now. */
  to: z.optional(instant()),
  period: z.optional(z.enum(PERIODS)),
  dimension: z.optional(z.enum(DIMENSIONS)),
  recordFields: z.optional(fields(RECORD_FIELDS)),
  statisticsFields: z.optional(fields(STATISTICS_FIELDS)),
  filter: z._default(
    z.strictObject(
      {
        accessKeyId: z.optional(nonEmptyName()),
        userId: z.optional(userIdOrPseudonym()),
        models: z.optional(names()),
        features: z.optional(names()),
        statuses: z.optional(
          z.array(z.enum(RECORD_STATUSES), 'must be a list').check(z.minLength(1, 'must have a status')),
        ),
        /** Bounds of a record, or of the statistics of an id in a period; both inclusive. */
        minTokens: z.optional(amount()),
        maxTokens: z.optional(amount()),
        /** Of statistics only. */
        minRequests: z.optional(amount()),
        maxRequests: z.optional(amount()),
      },
      'must be an object',
    ),
    {},
  ),
  gzip: z._default(flag(), false),
  byteOrderMark: z._default(flag(), false),
  billingAccountId: z.optional(nonEmptyName()),
  billingAccountName: z.optional(nonEmptyName()),
});
type Body = z.output<typeof bodySchema>;

const withoutContradictions = z.check<TemplateBody & Partial<Body>>((context) => {
  for (const [path, message] of problemsOf(context.value))
    context.issues.push({ code: 'custom', path: path.split('/'), message, input: undefined });
});

export const exportRequestSchema = bodySchema.check(withoutContradictions);
export type ExportRequest = z.input<typeof exportRequestSchema>;

const templateSchema = z.omit(bodySchema, { from: true, to: true });
type TemplateBody = z.output<typeof templateSchema>;

/** An export whose range is set separately. */
export const exportTemplateSchema = templateSchema.check(withoutContradictions);

/** The export that a request describes, with all defaults filled in. */
export function toExportDefinition(
  { from, to, ...body }: Body,
  nowMs: number,
  defaultDimension?: Dimension,
): ExportDefinition {
  const focus = body.format === 'focus';
  return {
    ...toExportTemplate(body, defaultDimension),
    fromMs: from,
    // Which is written to the second in FOCUS.
    toMs: to ?? (focus ? Math.floor(nowMs / 1000) * 1000 : nowMs),
  };
}

/** The same without a range. */
export function toExportTemplate(body: TemplateBody, defaultDimension: Dimension = 'all'): ExportTemplate {
  const {
    what,
    format,
    period,
    dimension,
    recordFields,
    statisticsFields,
    filter,
    billingAccountId,
    billingAccountName,
  } = body;
  const focus = format === 'focus';
  return {
    subjects: focus ? ['statistics'] : (what ?? ['records']),
    format,
    period: period ?? 'day',
    dimension: focus ? 'access_key' : (dimension ?? defaultDimension),
    // Spreadsheets are for people, who know names.
    recordFields: recordFields ?? (format === 'xlsx' ? RECORD_FIELDS : DEFAULT_RECORD_FIELDS),
    statisticsFields: statisticsFields ?? (format === 'xlsx' ? STATISTICS_FIELDS : DEFAULT_STATISTICS_FIELDS),
    filter: withoutUndefined(filter),
    gzip: body.gzip,
    byteOrderMark: body.byteOrderMark,
    ...(billingAccountId !== undefined && {
      billingAccount: {
        id: billingAccountId,
        ...(billingAccountName !== undefined && { name: billingAccountName }),
      },
    }),
  };
}

/** The range is too long, or empty; checked here because `to` may be left out of the request. */
export function exportRangeProblem({ subjects, period, fromMs, toMs }: ExportDefinition): string | undefined {
  if (toMs <= fromMs) return 'must be later than from';
  const days = Math.min(
    subjects.includes('records') ? MAX_EXPORT_RECORD_DAYS : MAX_RANGE_DAYS,
    subjects.includes('statistics') && period === 'hour' ? MAX_HOURLY_RANGE_DAYS : MAX_RANGE_DAYS,
  );
  return toMs - fromMs > days * DAY_MS ? `must be at most ${days} days after from` : undefined;
}

/** Settings that contradict each other, by path. */
function* problemsOf(body: TemplateBody & Partial<Body>): Generator<[path: string, message: string]> {
  const { format, what = ['records'], filter, dimension, period } = body;
  const focus = format === 'focus';
  const statistics = focus || what.includes('statistics');
  const records = !focus && what.includes('records');
  const onlyFor = (name: keyof Body, allowed: boolean, condition: string): [string, string][] =>
    body[name] === undefined || body[name] === false || allowed
      ? []
      : [[name, `must be left out ${condition}`]];

  if (focus && body.what && what.includes('records')) yield ['what', 'must be statistics for format focus'];
  if (focus && body.billingAccountId === undefined)
    yield ['billingAccountId', 'is required for format focus'];
  for (const end of ['from', 'to'] as const) {
    if (focus && (body[end] ?? 0) % 1000 !== 0) yield [end, 'must be a full second for format focus'];
  }
  if (focus && dimension !== undefined && dimension !== 'access_key')
    yield ['dimension', 'must be access_key for format focus'];
  if (focus && period !== undefined && period !== 'day') yield ['period', 'must be day for format focus'];
  yield* onlyFor('period', statistics, 'unless statistics are exported');
  yield* onlyFor('dimension', statistics, 'unless statistics are exported');
  yield* onlyFor('recordFields', records, 'unless records are exported');
  yield* onlyFor(
    'statisticsFields',
    statistics && !focus,
    'unless statistics are exported, and for format focus',
  );
  yield* onlyFor('billingAccountId', focus, 'unless the format is focus');
  yield* onlyFor('billingAccountName', focus, 'unless the format is focus');
  yield* onlyFor('byteOrderMark', focus || format === 'csv', 'unless the format is csv or focus');
  yield* onlyFor('gzip', format !== 'xlsx', 'for format xlsx, which is compressed already');
  for (const [least, most] of [
    ['minTokens', 'maxTokens'],
    ['minRequests', 'maxRequests'],
  ] as const) {
    if ((filter[least] ?? 0) > (filter[most] ?? Number.POSITIVE_INFINITY))
      yield [`filter/${most}`, `must not be less than ${least}`];
  }
  for (const bound of ['minTokens', 'maxTokens'] as const) {
    if (filter[bound] !== undefined && records && statistics)
      yield [`filter/${bound}`, 'must be left out if records and statistics are exported together'];
  }
  for (const bound of ['minRequests', 'maxRequests'] as const) {
    if (filter[bound] !== undefined && records)
      yield [`filter/${bound}`, 'must be left out unless only statistics are exported'];
  }
  if (!statistics) return;
  const by = focus ? 'access_key' : (dimension ?? 'all');
  if (filter.accessKeyId !== undefined && by !== 'access_key')
    yield ['filter/accessKeyId', 'must be left out of statistics unless dimension is access_key'];
  if (filter.userId !== undefined && by !== 'user')
    yield ['filter/userId', 'must be left out of statistics unless dimension is user'];
  if (filter.statuses) yield ['filter/statuses', 'must be left out of statistics, which do not contain it'];
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;
}

/** The query parameters of `GET /v1/exports`. */
export const exportsQuery = z
  .strictObject({
    limit: z._default(wholeNumber(1, MAX_EXPORTS_PER_PAGE), DEFAULT_EXPORTS_PER_PAGE),
    ...offsetParameter,
    /** `nextBefore` of the previous page. */
    before: z.optional(nonEmptyName()),
  })
  .check((context) => checkOffset(context.value, 'before', refuseIn(context)));
