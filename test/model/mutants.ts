import type { WorkloadName } from './run-schedules.ts';

/*
 * Wrong designs that look right, as patches of the sources that a worker applies while it loads them. The checker has to
 * catch each of them: that is the test of the checker. A patch whose text is not found exactly once is an error, so the
 * table cannot fall behind the code.
 */

export interface Patch {
  /** From the root of the repository. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Mutant {
  readonly name: string;
  readonly patches: readonly Patch[];
  readonly workload: WorkloadName;
  /** The seed to begin with, 1 if absent: rare ones are looked for where they are known to be. */
  readonly first?: number;
  /** It has to be caught within so many schedules. */
  readonly within: number;
}

const RECORD = 'packages/core/src/ledger/record-usage.ts';
const FOLD = 'packages/core/src/ledger/fold.ts';
const ROLL_UP = 'packages/core/src/ledger/roll-up.ts';
const RECOMPUTE = 'packages/core/src/ledger/recompute-bucket.ts';
const PLAN = 'packages/core/src/ledger/read-plan.ts';
const REPRICE = 'packages/core/src/ledger/reprice.ts';
const SETTINGS = 'packages/core/src/ledger/follow-settings.ts';
const RETENTION = 'packages/core/src/ledger/retention.ts';
const ADMISSION = 'packages/core/src/ledger/admission.ts';
const STORE = 'packages/core/src/in-memory/in-memory-ledger-store.ts';
const CORRECTION = 'test/model/schedule.ts';

const CLEAR_MARK = 'const clean = written && (await deps.store.deleteMark(mark));';
const FIND_PARENTS = 'for (const parent of deps.calendar.parents(bucket)) {';
const READ_STORED = 'const stored = await readStored(deps.store, bucket);';
const READ_INPUTS = 'const folded = await readInputs(deps, bucket);';
const COMPARE_VERSION = 'if (items.get(item.id)?.version !== replaces) return false;';
const REFUSE_SHRINKING =
  'if (old && statistics.count < old.statistics.count && !repair) shrinksRefused += 1;';
const IS_FROZEN = 'return nowMs >= hourStart(ms) + HOUR_MS + mutableMs(retentionDaysAt(ms, retention));';
const IS_TOO_OLD = "if (occurredAtMs < oldestAllowedMs) return { kind: 'too_old', oldestAllowedMs };";

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'no claim: the last write wins',
    patches: [
      {
        file: STORE,
        from: "if (canonical) return { kind: 'duplicate', canonical };",
        to: '',
      },
    ],
    workload: 'uniform',
    within: 100,
  },
  {
    name: 'a duplicate keeps its own time',
    patches: [
      {
        file: RECORD,
        from: 'return duplicateOf(claim.canonical, record);',
        to: 'return duplicateOf({ ...claim.canonical, occurredAtMs: record.occurredAtMs }, record);',
      },
    ],
    workload: 'uniform',
    within: 100,
  },
  {
    name: 'a duplicate is acknowledged without segment and mark',
    patches: [
      {
        file: RECORD,
        from: 'const canonicals = [...outcomes.values()].map(canonicalOf)',
        to: "const canonicals = [...outcomes.values()].map((o) => (o.kind === 'recorded' ? o.record : undefined))",
      },
    ],
    workload: 'uniform',
    within: 100,
  },
  {
    name: 'no union by request id',
    patches: [{ file: FOLD, from: 'if (seen.has(requestId)) return false;', to: '' }],
    workload: 'uniform',
    within: 100,
  },
  {
    name: 'the mark is deleted before the recomputation',
    patches: [
      {
        file: ROLL_UP,
        from: 'const { written, ...found } = await recomputeBucket(',
        to: 'const deleted = await deps.store.deleteMark(mark);\nconst { written, ...found } = await recomputeBucket(',
      },
      { file: ROLL_UP, from: CLEAR_MARK, to: 'const clean = written && deleted;' },
    ],
    workload: 'uniform',
    within: 500,
  },
  {
    name: 'marks have a constant token',
    patches: [
      { file: RECORD, from: 'token: deps.newToken(),', to: "token: 'constant'," },
      { file: ROLL_UP, from: 'token: deps.newToken(),', to: "token: 'constant'," },
    ],
    workload: 'uniform',
    within: 1500,
  },
  {
    name: 'the token is read again after the inputs',
    patches: [
      {
        file: ROLL_UP,
        from: FIND_PARENTS,
        to: `mark = (await deps.store.listMarks(bucket.period)).find((m) => m.bucketId === bucket.id) ?? mark;\n${FIND_PARENTS}`,
      },
    ],
    workload: 'uniform',
    within: 3000,
  },
  {
    name: 'the mark is put before the segment',
    patches: [
      {
        file: RECORD,
        from: 'const stored = await Promise.all(',
        to: `try {
          await deps.store.putMark({
            period: 'hour', bucketId: deps.calendar.finestAt(bucketStartMs).id, token: deps.newToken(), firstMarkedAtMs: nowMs,
          });
        } catch (error) {
          for (const [, ofSlice] of slices) for (const { requestId } of ofSlice) failures.set(requestId, error);
        }
        const stored = await Promise.all(`,
      },
      { file: RECORD, from: 'if (!stored.includes(true)) return;', to: 'return;' },
    ],
    workload: 'races',
    within: 200,
  },
  {
    name: 'a mark is deleted whatever its token is',
    patches: [
      {
        file: STORE,
        from: 'this.#marks.get(markKey(mark))?.token === mark.token && this.#marks',
        to: 'this.#marks',
      },
    ],
    workload: 'uniform',
    within: 1500,
  },
  {
    name: 'statistics are written without a comparison',
    patches: [{ file: STORE, from: COMPARE_VERSION, to: '' }],
    workload: 'races',
    within: 500,
  },
  {
    name: 'the mark is cleared although a comparison failed',
    patches: [{ file: RECOMPUTE, from: 'if (results.includes(false)) written = false;', to: '' }],
    workload: 'races',
    within: 2000,
  },
  {
    name: "the mark is deleted before the parent's is put",
    patches: [
      {
        file: ROLL_UP,
        from: FIND_PARENTS,
        to: `const clear = () => deps.store.deleteMark(mark);\n  const clean = written && (await clear());\n  ${FIND_PARENTS}`,
      },
      { file: ROLL_UP, from: CLEAR_MARK, to: '' },
    ],
    workload: 'uniform',
    within: 500,
  },
  {
    name: 'the larger count wins instead of the version that was read',
    patches: [
      {
        file: STORE,
        from: COMPARE_VERSION,
        to: 'if ((items.get(item.id)?.statistics.count ?? -1) >= item.statistics.count) return false;',
      },
    ],
    workload: 'overtaking',
    first: 7_295,
    within: 20,
  },
  {
    name: 'the old item is read after the inputs',
    patches: [
      { file: RECOMPUTE, from: READ_STORED, to: 'const inputs = await readInputs(deps, bucket);' },
      {
        file: RECOMPUTE,
        from: READ_INPUTS,
        to: 'const stored = await readStored(deps.store, bucket);\n  const folded = inputs;',
      },
    ],
    workload: 'races',
    within: 2000,
  },
  {
    name: 'a reader ignores the marks',
    patches: [
      {
        file: PLAN,
        from: 'return new PendingBuckets(calendar, marks, isFrozen);',
        to: 'return new PendingBuckets(calendar, [], isFrozen);',
      },
    ],
    workload: 'uniform',
    within: 100,
  },
  {
    name: 'a reader reads the marks coarsest first',
    patches: [
      {
        file: PLAN,
        from: 'for (const period of BUCKET_PERIODS) marks',
        to: 'for (const period of BUCKET_PERIODS.toReversed()) marks',
      },
    ],
    workload: 'races',
    first: 4570,
    within: 20,
  },
  {
    name: 'expiry: hours never freeze and statistics may shrink',
    patches: [
      { file: RETENTION, from: IS_FROZEN, to: 'return false;' },
      { file: RECOMPUTE, from: REFUSE_SHRINKING, to: 'if (false) {}' },
    ],
    workload: 'expiry',
    within: 100,
  },
  {
    name: 'expiry: hours never freeze, but statistics cannot shrink',
    patches: [{ file: RETENTION, from: IS_FROZEN, to: 'return false;' }],
    workload: 'expiry',
    within: 100,
  },
  {
    name: 'expiry: no late limit',
    patches: [{ file: ADMISSION, from: IS_TOO_OLD, to: '' }],
    workload: 'expiry',
    within: 100,
  },
  {
    name: 'expiry: no late limit, and hours never freeze',
    patches: [
      { file: ADMISSION, from: IS_TOO_OLD, to: '' },
      { file: RETENTION, from: IS_FROZEN, to: 'return false;' },
    ],
    workload: 'expiry',
    within: 100,
  },
  {
    name: 'expiry: a changed retention holds for what is stored already',
    patches: [
      {
        file: SETTINGS,
        from: 'return { ...configured, earlier: [...earlier, { untilMs, ...settings }] };',
        to: 'return { ...configured, earlier: [...earlier, { untilMs, ...settings, retentionDays: configured.retentionDays }] };',
      },
    ],
    workload: 'expiry',
    within: 100,
  },
  {
    name: 'expiry: hours are divided anew whatever was marked of them',
    patches: [
      {
        file: SETTINGS,
        from: 'return { ...configured, earlier: [...earlier, { untilMs, ...settings }] };',
        to: 'return { ...configured, earlier: [...earlier, { untilMs, ...settings }].map((span) => ({ ...span, leafMinutes: configured.leafMinutes })) };',
      },
    ],
    workload: 'expiry',
    within: 100,
  },
  {
    name: 'leaves: a record marks the hour instead of its leaf',
    patches: [
      {
        file: RECORD,
        from: 'const { period, id } = deps.calendar.finestAt(bucketStartMs);',
        to: "const { period, id } = deps.calendar.bucketAt('hour', bucketStartMs);",
      },
    ],
    workload: 'leaves',
    within: 100,
  },
  {
    name: 'leaves: a reader takes an hour for clean although a leaf of it is marked',
    patches: [
      {
        file: PLAN,
        from: 'for (const parent of calendar.parents(bucket)) this.#add(calendar, parent);',
        to: "if (bucket.period !== 'leaf') for (const parent of calendar.parents(bucket)) this.#add(calendar, parent);",
      },
    ],
    workload: 'leaves',
    within: 500,
  },
  {
    name: 'leaves: a reader trusts every leaf of a marked hour',
    patches: [
      {
        file: PLAN,
        from: 'if (whole && !context.pending.has(bucket)) return',
        to: "if (whole && (bucket.period === 'leaf' || !context.pending.has(bucket))) return",
      },
    ],
    workload: 'leaves',
    within: 500,
  },
  {
    name: 'prices: a roll-up reads them before its marks',
    patches: [
      {
        file: ROLL_UP,
        from: 'for (const period of BUCKET_PERIODS) {',
        to: 'const prices = await deps.readPrices();\n  deps = { ...deps, readPrices: async () => prices };\n  for (const period of BUCKET_PERIODS) {',
      },
    ],
    workload: 'repricing',
    within: 2000,
  },
  {
    name: 'prices: hours are marked before they are assigned to other prices',
    patches: [
      {
        file: REPRICE,
        from: 'let stored = hours.length === 0;',
        to: 'await markBuckets(deps, hours, true);\n  let stored = hours.length === 0;',
      },
      { file: REPRICE, from: 'await markBuckets(deps, buckets, true);', to: '' },
    ],
    workload: 'repricing',
    within: 2000,
  },
  {
    name: 'repair: a consumer that marks again drops the request for a repair',
    patches: [
      {
        file: STORE,
        from: 'const { firstMarkedAtMs, repair = mark.repair } =',
        to: 'const { repair } = mark;\n      const { firstMarkedAtMs } =',
      },
    ],
    workload: 'repairs',
    within: 2000,
  },
  {
    name: 'repair: the parent is not asked for a repair',
    patches: [{ file: ROLL_UP, from: '...(mark.repair ? { repair: true } : {}),', to: '' }],
    workload: 'repairs',
    within: 500,
  },
  {
    name: 'repair: the count is compared and swapped instead of the version',
    patches: [
      {
        file: STORE,
        from: 'version: `write ${this.#writeCount}`',
        to: 'version: `count ${item.statistics.count}`',
      },
    ],
    workload: 'repairs',
    within: 2000,
  },
  {
    name: 'repair: what is right already is not written anew',
    patches: [{ file: RECOMPUTE, from: 'else if (repair || !old ||', to: 'else if (!old ||' }],
    workload: 'repairs',
    first: 4710,
    within: 20,
  },
  {
    name: 'repair: equal counts are taken for equal sets',
    patches: [
      {
        file: RECOMPUTE,
        from: '!sameStatistics(old.statistics, statistics)) {',
        to: 'old.statistics.count !== statistics.count) {',
      },
    ],
    workload: 'repairs',
    first: 8_400,
    within: 20,
  },
  {
    name: 'repair: a correction does not see to it that the items of the old content exist',
    patches: [
      {
        file: CORRECTION,
        from: 'for (const dimension of DIMENSIONS) {\n        const key =',
        to: 'for (const dimension of []) {\n        const key =',
      },
    ],
    workload: 'repairs',
    within: 2000,
  },
];

/** Wrong looking designs that no schedule can tell from the right one. They are kept as a second line of defence. */
export const EQUIVALENT_MUTANTS: readonly Pick<Mutant, 'name' | 'patches' | 'workload'>[] = [
  {
    name: 'the item of everything is written first instead of last',
    patches: [
      {
        file: RECOMPUTE,
        from: "['access_key', 'user', 'all'] as const",
        to: "['all', 'access_key', 'user'] as const",
      },
    ],
    workload: 'stalling',
  },
  {
    name: 'expiry: statistics may shrink, but hours freeze',
    patches: [{ file: RECOMPUTE, from: REFUSE_SHRINKING, to: 'if (false) {}' }],
    workload: 'expiry',
  },
  {
    name: 'prices: hours that are priced anew are marked, but not for a repair',
    patches: [
      {
        file: REPRICE,
        from: 'await markBuckets(deps, buckets, true);',
        to: 'await markBuckets(deps, buckets, false);',
      },
    ],
    workload: 'repricing',
  },
];
