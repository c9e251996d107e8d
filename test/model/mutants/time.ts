import type { Mutant } from './patch.ts';
import {
  ADMISSION,
  COPIES,
  IS_FROZEN,
  IS_TOO_OLD,
  PLAN,
  RECOMPUTE,
  REFUSE_SHRINKING,
  RETENTION,
  SETTINGS,
} from './places.ts';

/** Of what happens as time passes: expiry, changed settings, leaves. */
export const TIME_MUTANTS: readonly Mutant[] = [
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
    name: 'expiry: hours are divided again although leaves of them are marked',
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
        file: COPIES,
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
];
