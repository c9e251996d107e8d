import type { Mutant, Patch } from './patch.ts';
import {
  APPLY,
  COPIES,
  FOLD,
  JOIN,
  KEEP_MARK,
  MERGE,
  RECOMPUTE,
  RECORD,
  RESOLVE,
  ROLL_UP,
  STOP_WRITING,
  STORED_RECORDS,
  TIE,
  UNITE,
} from './places.ts';

/** So that what is caught is what comes of wrong progress, not that it differs from what is expected. */
const AT_REST_WITHOUT_PROGRESS: readonly Patch[] = [
  {
    file: 'test/model/calls/at-rest.ts',
    from: 'const right = rightSums && rightProgress;',
    to: 'const right = rightSums || (!sums && requests === 0n);',
  },
  {
    file: 'test/model/calls/at-rest.ts',
    from: 'const [missing] = expected.keys();',
    to: 'const [missing] = [...expected].flatMap(([item, { requests }]) => (requests > 0n ? [item] : []));',
  },
];

/** Of how the reports of one call come to one record. */
export const IDENTITY_MUTANTS: readonly Mutant[] = [
  {
    name: 'names: the name space does not depend on the access key',
    patches: [
      {
        file: STORED_RECORDS,
        from: 'return places.get(requestId)?.get(accessKeyId);',
        to: "return places.get(requestId)?.get('any');",
      },
      {
        file: STORED_RECORDS,
        from: 'within(places, requestId).set(accessKeyId, frozenCopy(place));',
        to: "within(places, requestId).set('any', frozenCopy(place));",
      },
    ],
    workload: 'names',
    within: 100,
  },
  {
    name: 'names: no alias is written',
    patches: [{ file: TIE, from: 'let place = yield* claim(alias);', to: 'let place;' }],
    workload: 'names',
    within: 100,
  },
  {
    name: 'names: the alias is claimed after the record',
    patches: [
      {
        file: RESOLVE,
        from: 'const target = yield* findTarget(first, names, isFrozen);',
        to: 'const target = { name: names.name };',
      },
      {
        file: RESOLVE,
        from: 'const [record] = resolved.records;',
        to: `if (names.otherName !== undefined) {
          const { accessKeyId, occurredAtMs } = first;
          yield* claim({ accessKeyId, requestId: names.otherName, target: names.name, occurredAtMs });
        }
        const [record] = resolved.records;`,
      },
    ],
    workload: 'names',
    within: 100,
  },
  {
    name: "names: a redirect's copy is written before its target's",
    patches: [
      {
        file: COPIES,
        from: "for (const kind of ['records', 'redirects'] as const) {",
        to: "for (const kind of ['redirects', 'records'] as const) {",
      },
    ],
    workload: 'names',
    first: 1_080,
    within: 20,
  },
  {
    name: 'names: a redirect is not copied again by the consumer that finds it',
    patches: [
      {
        file: TIE,
        from: "if (record.mergedInto === name) return { kind: 'named', name, redirect: record };",
        to: "if (record.mergedInto === name) return { kind: 'named', name };",
      },
    ],
    workload: 'names',
    within: 500,
  },
  {
    name: 'names: a redirect replaces the other record as it has become',
    patches: [
      {
        file: MERGE,
        from: 'const outcome = yield* replace(redirect, revisionOf(other));',
        to: `let outcome = yield* replace(redirect, revisionOf(other));
        if (outcome.kind === 'changed' && outcome.place.kind === 'record') {
          const latest = outcome.place.record;
          if (latest.mergedInto === undefined)
            outcome = yield* replace(redirected(latest, record.requestId), revisionOf(latest));
        }`,
      },
    ],
    workload: 'names',
    within: 1000,
  },
  {
    name: 'names: a redirect is no progress of statistics',
    patches: [
      {
        file: FOLD,
        from: 'const cost = record.mergedInto',
        to: 'if (record.mergedInto !== undefined) return;\n    const cost = record.mergedInto',
      },
      ...AT_REST_WITHOUT_PROGRESS,
    ],
    workload: 'names',
    within: 1000,
  },
  {
    name: 'completion: statistics do not count revisions',
    patches: [
      { file: FOLD, from: 'this.#revisions += revisionOf(record) - 1;', to: '' },
      ...AT_REST_WITHOUT_PROGRESS,
    ],
    workload: 'returning',
    first: 625,
    within: 20,
  },
  {
    name: 'completion: the first copy wins over the highest revision',
    patches: [
      {
        file: UNITE,
        from: 'if (!known || revisionOf(known) < revisionOf(copy)) revised.set(key, copy);',
        to: 'if (!known) revised.set(key, copy);',
      },
    ],
    workload: 'completion',
    within: 500,
  },
  {
    name: 'completion: a record is replaced without a comparison',
    patches: [
      {
        file: STORED_RECORDS,
        from: 'if (revision !== replacesRevision && stableJson(place.record) !== stableJson(next))',
        to: 'if (revision < 0)',
      },
    ],
    workload: 'completion',
    within: 500,
  },
  {
    name: 'completion: it is acknowledged without a new copy',
    patches: [
      {
        file: RECORD,
        from: 'records: records.filter((record) => !frozen(record)),',
        to: 'records: records.filter((record) => !frozen(record) && record.revision === undefined),',
      },
    ],
    workload: 'completion',
    within: 100,
  },
  {
    name: 'completion: a partial report after the complete one wins',
    patches: [
      {
        file: JOIN,
        from: 'if (rank > rankOf(record)) return replaced(record, report);',
        to: 'if (rank !== rankOf(record)) return replaced(record, report);',
      },
    ],
    workload: 'completion',
    within: 100,
  },
  {
    name: 'completion: growth adds up',
    patches: [
      { file: JOIN, from: 'output: Math.max(a.output, b.output),', to: 'output: a.output + b.output,' },
    ],
    workload: 'completion',
    within: 100,
  },
  {
    name: 'completion: the last of two partial reports wins',
    patches: [{ file: JOIN, from: 'output: Math.max(a.output, b.output),', to: 'output: b.output,' }],
    workload: 'completion',
    within: 500,
  },
  {
    name: 'completion: a user who is named later is no progress where the call was counted before',
    patches: [
      {
        file: FOLD,
        from: "if (dimension === 'user' && record.userNamedLater) sumsOf(values, ABSENT).addProgress(record);",
        to: '',
      },
      ...AT_REST_WITHOUT_PROGRESS,
    ],
    workload: 'completion',
    within: 500,
  },
  {
    name: 'users: a report that adds nothing else names nobody',
    patches: [{ file: APPLY, from: ': merge(record, report);', to: ': join(record, report);' }],
    workload: 'users',
    within: 100,
  },
  {
    name: 'completion: the mark is not renewed where usage moves',
    patches: [
      { file: RECOMPUTE, from: 'if (moved) await renewMark();', to: '' },
      { file: ROLL_UP, from: KEEP_MARK, to: 'if (!written) return { clean: false, ...found };' },
    ],
    workload: 'naming',
    first: 2_310,
    within: 20,
  },
  {
    name: 'completion: usage that leaves while other usage comes is not noticed',
    patches: [
      {
        file: RECOMPUTE,
        from: 'progressOnly(now) > progressOnly(before);',
        to: 'totalMeasures(now).requests < totalMeasures(before).requests;',
      },
    ],
    workload: 'completion',
    first: 21_008_216,
    within: 1,
  },
  {
    name: 'completion: usage arrives although it could not leave',
    patches: [
      {
        file: RECOMPUTE,
        from: 'for (const group of groups) {',
        to: 'let all = true;\n  for (const group of groups) {',
      },
      { file: RECOMPUTE, from: STOP_WRITING, to: 'if (results.includes(false)) all = false;' },
      { file: RECOMPUTE, from: 'return true;', to: 'return all;' },
    ],
    workload: 'naming',
    first: 3_955,
    within: 20,
  },
  {
    name: 'conflicts: what contradicts replaces',
    patches: [
      {
        file: JOIN,
        from: 'if (rank > rankOf(record)) return replaced(record, report);',
        to: 'if (rank > rankOf(record) || (rank === 2 && rankOf(record) === 2)) return replaced(record, report);',
      },
    ],
    workload: 'conflicts',
    within: 100,
  },
  {
    name: 'conflicts: a report for another user completes the record',
    patches: [
      {
        file: APPLY,
        from: "if (reason === 'user') return record;",
        to: '',
      },
    ],
    workload: 'conflicts',
    within: 2000,
  },
  {
    name: 'conflicts: records of different users are merged',
    patches: [
      {
        file: MERGE,
        from: "if (conflict && (frozen || reason !== 'figures')) return",
        to: 'if (conflict && frozen) return',
      },
    ],
    workload: 'conflicts',
    within: 1000,
  },
  {
    name: 'conflicts: other figures hide that records are tied otherwise',
    patches: [
      {
        file: 'packages/core/src/ledger/write/conflicts.ts',
        from: "return isTiedOtherwise(record, other) ? 'names' : conflictBetween(record, other);",
        to: 'return conflictBetween(record, other);',
      },
    ],
    workload: 'conflicts',
    first: 5_014_000,
    within: 20,
  },
  {
    name: 'conflicts: figures that a merge drops are not put on record',
    patches: [{ file: MERGE, from: 'if (conflict) yield* putOnRecord([conflict]);', to: '' }],
    workload: 'conflicts',
    first: 5_155,
    within: 20,
  },
  {
    name: 'conflicts: a record that was tied and stays apart is not copied',
    patches: [
      {
        file: RESOLVE,
        from: 'records: [...resolved.records, ...touched],',
        to: 'records: resolved.records,',
      },
    ],
    workload: 'conflicts',
    within: 1000,
  },
  {
    name: 'conflicts: a record is tied to every request that asks for it',
    patches: [
      {
        file: TIE,
        from: 'if (record.otherName !== undefined) return named(name, record.otherName);',
        to: '',
      },
    ],
    workload: 'conflicts',
    first: 7_400,
    within: 20,
  },
  {
    name: 'conflicts: they are not put on record',
    patches: [
      {
        file: RESOLVE,
        from: "outcome.kind === 'conflict' ? [outcome.conflict] : []",
        to: '[]',
      },
    ],
    workload: 'conflicts',
    within: 100,
  },
  {
    name: 'conflicts: what a complete report contradicts is put on record after it was replaced',
    patches: [
      { file: RESOLVE, from: 'yield* putConflicts(applied.outcomes);', to: '' },
      {
        file: RESOLVE,
        from: "if (outcome.kind === 'replaced') return",
        to: "if (outcome.kind === 'replaced') yield* putConflicts(applied.outcomes);\n    if (outcome.kind === 'replaced') return",
      },
      {
        file: RESOLVE,
        from: 'if (applied.record === record) return',
        to: 'if (applied.record === record) yield* putConflicts(applied.outcomes);\n    if (applied.record === record) return',
      },
    ],
    workload: 'conflicts',
    first: 2_065,
    within: 20,
  },
];
