import { keyText } from '../../usage/identity.ts';
import type { UsageRecord } from '../../usage/record.ts';
import { mapConcurrently } from '../../util/map-concurrently.ts';
import type {
  ClaimOutcome,
  Conflict,
  ConflictStore,
  Place,
  RecordAlias,
  RecordStore,
  ReplaceOutcome,
} from '../ledger-store.ts';

/*
 * The rules by which a call is recorded are generators: each yields the store calls it needs and is resumed with the
 * answers. So they read as a sequence, while the claims of all calls of a batch go to the store together.
 */

type StoreCall =
  | { readonly kind: 'claim'; readonly entry: UsageRecord | RecordAlias }
  | { readonly kind: 'replace'; readonly next: UsageRecord; readonly replacesRevision: number }
  | { readonly kind: 'conflicts'; readonly conflicts: readonly Conflict[] };

/** A sequence of store calls that comes to a `T`. */
export type Steps<T> = Generator<StoreCall, T, unknown>;

/** Inserts if the key is free: then undefined, otherwise what is stored under the key. */
export function* claim(entry: UsageRecord | RecordAlias): Steps<Place | undefined> {
  return (yield { kind: 'claim', entry }) as Place | undefined;
}

export function* replace(next: UsageRecord, replacesRevision: number): Steps<ReplaceOutcome> {
  return (yield { kind: 'replace', next, replacesRevision }) as ReplaceOutcome;
}

export function* putOnRecord(conflicts: readonly Conflict[]): Steps<void> {
  if (conflicts.length > 0) yield { kind: 'conflicts', conflicts };
}

export type StepsOutcome<T> =
  | { readonly kind: 'done'; readonly result: T }
  | { readonly kind: 'failed'; readonly error: unknown };

interface Running<T> {
  readonly steps: Steps<T>;
  readonly index: number;
  readonly call: StoreCall;
}

const CONCURRENT_CALLS = 16;

type CallStore = Pick<RecordStore & ConflictStore, 'claim' | 'replaceRecord' | 'putConflict'>;

/**
 * Runs sequences side by side, round by round; one whose store call fails ends there, and so do all that have not come to
 * their end when there is no time for another round. Outcomes in order; does not reject.
 */
export async function runSteps<T>(
  store: CallStore,
  all: readonly Steps<T>[],
  hasTime: () => boolean = () => true,
): Promise<readonly StepsOutcome<T>[]> {
  const outcomes: StepsOutcome<T>[] = [];
  let running: Running<T>[] = [];
  const resume = (steps: Steps<T>, index: number, result?: unknown) => {
    try {
      const { value, done } = steps.next(result);
      if (done) outcomes[index] = { kind: 'done', result: value };
      else running.push({ steps, index, call: value });
    } catch (error) {
      outcomes[index] = { kind: 'failed', error };
    }
  };
  for (const [index, steps] of all.entries()) resume(steps, index);
  while (running.length > 0) {
    if (!hasTime()) {
      for (const { index } of running) outcomes[index] = { kind: 'failed', error: new Error(OUT_OF_TIME) };
      break;
    }
    const { now, later } = round(running);
    running = later;
    const answers = await answer(
      store,
      now.map(({ call }) => call),
    );
    for (const [position, { steps, index }] of now.entries()) {
      const outcome = answers[position] as StepsOutcome<unknown>;
      if (outcome.kind === 'failed') outcomes[index] = outcome;
      else resume(steps, index, outcome.result);
    }
  }
  return outcomes;
}

const OUT_OF_TIME = 'There was no time to record all reports of a call.';

/** The keys of one claim are distinct: a call whose key another one is claiming waits for the next round. */
function round<T>(running: readonly Running<T>[]) {
  const claimed = new Set<string>();
  const later: Running<T>[] = [];
  const now = running.filter((one) => {
    if (one.call.kind !== 'claim') return true;
    const key = keyText(one.call.entry);
    if (claimed.has(key)) later.push(one);
    return !claimed.has(key) && claimed.add(key);
  });
  return { now, later };
}

async function answer(
  store: CallStore,
  calls: readonly StoreCall[],
): Promise<readonly StepsOutcome<unknown>[]> {
  const entries = calls.flatMap((call) => (call.kind === 'claim' ? [call.entry] : []));
  const others = calls.filter((call) => call.kind !== 'claim');
  const [claims, answers] = await Promise.all([
    entries.length > 0 ? store.claim(entries) : [],
    mapConcurrently(others, CONCURRENT_CALLS, async (call): Promise<StepsOutcome<unknown>> => {
      try {
        if (call.kind === 'replace')
          return { kind: 'done', result: await store.replaceRecord(call.next, call.replacesRevision) };
        await mapConcurrently(call.conflicts, CONCURRENT_CALLS, (conflict) => store.putConflict(conflict));
        return { kind: 'done', result: undefined };
      } catch (error) {
        return { kind: 'failed', error };
      }
    }),
  ]);
  const [claimed, answered] = [claims.values(), answers.values()];
  return calls.map((call) =>
    call.kind === 'claim' ? ofClaim(claimed.next().value) : (answered.next().value as StepsOutcome<unknown>),
  );
}

function ofClaim(outcome: ClaimOutcome | undefined): StepsOutcome<Place | undefined> {
  switch (outcome?.kind) {
    case 'claimed':
      return { kind: 'done', result: undefined };
    case 'taken':
      return { kind: 'done', result: outcome.place };
    default:
      return outcome ?? { kind: 'failed', error: new Error('The store gave no outcome for a claim.') };
  }
}
